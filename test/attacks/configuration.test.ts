/** T65, T68-T70, T72: what is refused before anyone is served, and what is shipped. */
import { randomBytes } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { watchApps } from "../../src/cli/serve/app-folder.ts"
import { version } from "../../src/cli/version.ts"
import type { Values } from "../../src/core/contract/values.ts"
import { makeAppConfig } from "../../src/server/config/app-config.ts"
import { host, newSessionSecret } from "../server/start.ts"

const root = resolve(import.meta.dirname, "../..")
const read = (path: string) => readFileSync(join(root, path), "utf8")

let folder = ""
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "idp-oidc-"))
})
afterEach(() => rm(folder, { recursive: true }))

async function putApp(app: string, values: string, secrets: Record<string, string> = {}) {
  await mkdir(join(folder, "apps"), { recursive: true })
  await mkdir(join(folder, "secrets", app), { recursive: true })
  await writeFile(join(folder, "apps", `${app}.yaml`), values)
  const all = { client_id: "client", client_secret: "s~cret", session_secret: newSessionSecret(), ...secrets }
  for (const [name, value] of Object.entries(all)) await writeFile(join(folder, "secrets", app, name), value)
}
const watch = () =>
  watchApps({
    config: join(folder, "apps"),
    secrets: join(folder, "secrets"),
    chartVersion: version,
    tenantId: undefined,
  })
const document = (domain: string, more = "") =>
  `domain: ${domain}\nprovider:\n  tenantId: 3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f\n${more}`

describe("T65: a host that two apps claim", () => {
  it.each([
    ["the same name", "one.example.test", ""],
    ["as its private form", "internal-one.example.test", ""],
    ["among further hosts", "two.example.test", "forwardAuth:\n  hosts: [one.example.test]\n"],
  ])("T65: %s is refused, and who had it keeps it", async (_, domain, more) => {
    await putApp("one", document("one.example.test"))
    const load = watch()
    const [owner] = (await load()).apps
    await putApp("two", document(domain, more))
    const { apps, problems } = await load()
    expect(problems.join()).toContain("belongs to")
    expect(apps).toEqual([owner])
  })
})

describe("T68: a configuration that does not say what was meant", () => {
  const good = document(
    "one.example.test",
    "authorization:\n  assertClaims:\n    - name: groups\n      anyOf: [staff]\n",
  )

  it.each([
    ["nothing", ""],
    ["null", "null\n"],
    ["a list", "- domain: one.example.test\n"],
    ["a list of groups that is empty", good.replace("[staff]", "[]")],
    ["an empty group", good.replace("[staff]", '[""]')],
    ["a group of spaces and nothing", good.replace("[staff]", "[staff, '']")],
    ["a key with a letter missing", good.replace("anyOf", "anyof")],
    ["a block with a letter missing", good.replace("authorization", "authorisation")],
    ["a rule without its claim", good.replace("name: groups", "name: ''")],
    ["a claim that is no path", good.replace("name: groups", "name: 'gro[ups'")],
    ["groups as one text", good.replace("[staff]", "staff")],
    ["a group that YAML reads as no", good.replace("[staff]", "[no]")],
    ["the same key twice", `${good}domain: two.example.test\n`],
    ["no domain", good.replace(/domain: .*/, "logLevel: INFO")],
    ["a domain of everything", good.replace("one.example.test", '"*"')],
    ["a rule that is broken", `${good}bypassAuthenticationRule: "Path(/x)"\n`],
    ["a bypass of every path", `${good}bypassPaths: ["*"]\n`],
    ["a redirect to everywhere", `${good}validPostLoginRedirectUris: ["*"]\n`],
    ["a callback that is the app", `${good}callbackUri: /\n`],
    ["a variable", good.replace("[staff]", '["${STAFF}"]')],
    ["half a document", good.slice(0, 40)],
    ["another encoding", good.replaceAll("", "\u0000")],
  ])("T68: %s does not start, and does not replace what is served", async (_, broken) => {
    await putApp("one", broken)
    const first = await watch()()
    expect(first.apps).toEqual([])
    expect(first.problems).not.toEqual([])
    await putApp("one", good)
    const load = watch()
    const [served] = (await load()).apps
    expect(served?.policy.assertions.check({}).ok).toBe(false)
    await writeFile(join(folder, "apps", "one.yaml"), broken)
    const after = await load()
    expect(after.problems).not.toEqual([])
    expect(after.apps).toEqual([served])
  })
})

it("T69: nothing in the server reads a client's address, so none can be trusted by mistake", () => {
  for (const path of readdirSync(join(root, "src/server"), { recursive: true, encoding: "utf8" }))
    if (path.endsWith(".ts"))
      expect(read(`src/server/${path}`).toLowerCase(), path).not.toMatch(
        /x-forwarded-for["'`]|x-real-ip|remoteaddress|trusted-?(?:ip|proxy)/,
      )
})

describe("T70: secrets", () => {
  it.each<[string, Record<string, string>]>([
    ["empty", { session_secret: "" }],
    ["short", { session_secret: "a1b2c3d4" }],
    ["one letter", { session_secret: "a".repeat(32) }],
    ["a pattern", { session_secret: "0123456789abcdef".repeat(2) }],
    ["a published example", { session_secret: "MLFs4TT99kOOq8h3UAVRtYoCTDYXiRcZ" }],
    ["a placeholder", { session_secret: "CHANGEME".repeat(4) }],
    ["a variable", { session_secret: "${SESSION_SECRET}" }],
    ["with a weak one behind it", { session_secret: `${newSessionSecret()}\n${"a".repeat(32)}` }],
    ["no client secret", { client_secret: "" }],
    ["the client secret's id", { client_secret: crypto.randomUUID() }],
    ["no client id", { client_id: "" }],
  ])("T70: %s: nothing starts, and no message quotes it", async (_, secrets) => {
    await putApp("one", document("one.example.test"), secrets)
    const { apps, problems } = await watch()()
    expect(apps).toEqual([])
    expect(problems).not.toEqual([])
    for (const secret of Object.values(secrets).flatMap((text) => text.split("\n")))
      if (secret.length > 8) expect(problems.join()).not.toContain(secret)
  })

  it("T70: a file that is missing starts nothing; one that goes missing changes nothing", async () => {
    await putApp("one", document("one.example.test"))
    const load = watch()
    const [served] = (await load()).apps
    await rm(join(folder, "secrets", "one", "session_secret"))
    expect((await load()).apps).toEqual([served])
    expect((await watch()()).apps).toEqual([])
  })

  it("T70: there is no built-in default", () => {
    const secrets = { clientId: "a", clientSecret: "s~cret", sessionSecret: "" }
    const values: Values = { domain: host, provider: { url: "https://login.example.test" } }
    expect(makeAppConfig({ app: "x", values, secrets }).ok).toBe(false)
    const random = randomBytes(16).toString("hex")
    expect(makeAppConfig({ app: "x", values, secrets: { ...secrets, sessionSecret: random } }).ok).toBe(true)
  })
})

describe("T72: what is shipped", () => {
  const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string> | undefined>

  it("T72: brings no code of others at install time and runs none", () => {
    for (const name of ["dependencies", "optionalDependencies", "peerDependencies", "bundleDependencies"])
      expect(manifest[name], name).toBeUndefined()
    // npm runs these on the machine of whoever installs; `prepack` runs where the package is made.
    for (const name of ["preinstall", "install", "postinstall", "prepare"])
      expect(manifest.scripts?.[name], name).toBeUndefined()
  })

  it("T72: every dependency of the build is pinned by its digest", () => {
    const lock = JSON.parse(read("package-lock.json")) as {
      packages: Record<string, { integrity?: string; link?: boolean }>
    }
    const unpinned = Object.entries(lock.packages).filter(
      ([path, { integrity, link }]) => path !== "" && !link && !integrity?.startsWith("sha512-"),
    )
    expect(unpinned.map(([path]) => path)).toEqual([])
  })

  it("T72: the image runs no install script, as no one in particular, without a shell", () => {
    const dockerfile = read("Dockerfile")
    expect(dockerfile).toContain("npm ci --ignore-scripts")
    expect(dockerfile).toMatch(/^USER 65532:65532$/m)
    expect(dockerfile).toMatch(/^ENTRYPOINT \["\/nodejs\/bin\/node", /m)
    expect(dockerfile.split(/^FROM /m).at(-1)).not.toMatch(/^RUN /m)
  })
})
