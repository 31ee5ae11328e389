import { randomBytes } from "node:crypto"
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { watchApps } from "../../../src/cli/serve/app-folder.ts"
import { version } from "../../../src/cli/version.ts"

let folder = ""
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "idp-oidc-"))
})
afterEach(() => rm(folder, { recursive: true }))

const newSecret = () => randomBytes(16).toString("hex")
const put = (name: string, text: string) => writeFile(join(folder, name), text)
const values = (domain: string, more = "") =>
  `domain: ${domain}\nprovider:\n  tenantId: 3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f\n${more}`

async function putSecrets(at: string, change: Record<string, string> = {}) {
  await mkdir(join(folder, at), { recursive: true })
  const secrets = { client_id: "client", client_secret: "s~cret", session_secret: newSecret(), ...change }
  for (const [name, value] of Object.entries(secrets)) await put(join(at, name), value)
}
const watch = (config: string, secrets = "secrets") =>
  watchApps({
    config: join(folder, config),
    secrets: join(folder, secrets),
    chartVersion: version,
    tenantId: undefined,
  })

describe("one file", () => {
  beforeEach(async () => {
    await put("myapp-oidc.yaml", values("myapp.example.test"))
    await putSecrets("secrets")
  })

  it("is one app, named after the file", async () => {
    const { apps, problems, changed } = await watch("myapp-oidc.yaml")()
    expect(problems).toEqual([])
    expect(apps.map(({ app }) => app)).toEqual(["myapp-oidc"])
    expect(changed).toBe(true)
  })

  it("keeps its very configuration while nothing changes", async () => {
    const load = watch("myapp-oidc.yaml")
    const first = await load()
    const second = await load()
    expect(second.changed).toBe(false)
    expect(second.apps[0]).toBe(first.apps[0])
  })

  it("is served as it was when it becomes invalid, and anew when it is right again", async () => {
    const load = watch("myapp-oidc.yaml")
    const first = await load()
    await put("myapp-oidc.yaml", "domain: [")
    const broken = await load()
    expect(broken.apps[0]).toBe(first.apps[0])
    expect(broken.changed).toBe(false)
    expect(broken.problems.join()).toContain("myapp-oidc.yaml:1")
    await put("myapp-oidc.yaml", values("other.example.test"))
    const healed = await load()
    expect(healed.problems).toEqual([])
    expect(healed.changed).toBe(true)
    expect([...(healed.apps[0]?.addresses.hosts ?? [])]).toContain("other.example.test")
  })

  it("takes a rotated secret with those it replaced", async () => {
    const load = watch("myapp-oidc.yaml")
    const before = (await load()).apps[0]
    await put("secrets/session_secret", newSecret())
    await put("secrets/previous_session_secret", `${newSecret()}\n${newSecret()}`)
    const { apps, changed } = await load()
    expect(changed).toBe(true)
    expect(before?.keysFor("myapp.example.test").session).toHaveLength(1)
    expect(apps[0]?.keysFor("myapp.example.test").session).toHaveLength(3)
  })

  it.each([
    ["client_secret", "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f", "looks like the secret's ID"],
    ["client_secret", '"quoted"', "has quotes"],
    ["client_secret", "", "is empty"],
    ["client_id", "id\n", "ends with a newline"],
    ["session_secret", "short", "has 5 bytes"],
    ["session_secret", "a".repeat(32), "can be guessed"],
    ["session_secret", "abcdefgh".repeat(4), "can be guessed"],
    ["session_secret", "MLFs4TT99kOOq8h3UAVRtYoCTDYXiRcZ", "is a published example"],
    ["session_secret", `${"0123456789abcdef".repeat(2)}`, "is a published example"],
  ])("refuses the %s %j by its file, without quoting it", async (name, value, complaint) => {
    await put(join("secrets", name), value)
    const { apps, problems } = await watch("myapp-oidc.yaml")()
    expect(apps).toEqual([])
    expect(problems.join()).toContain(`${join(folder, "secrets", name)}: ${complaint}`)
    if (value.length > 8) expect(problems.join()).not.toContain(value.trim())
  })

  it("tells a newline after the session secret from a wrong length", async () => {
    await put("secrets/session_secret", `${newSecret()}\n`)
    expect((await watch("myapp-oidc.yaml")()).problems.join()).toContain("ends with a newline")
  })

  it("reads a page from the folder beside it, and nothing from elsewhere", async () => {
    await mkdir(join(folder, "pages"))
    await put("pages/403.html", "<h1>{{ .statusCode }}</h1>")
    const withPage = (path: string) =>
      put(
        "myapp-oidc.yaml",
        values("myapp.example.test", `errorPages:\n  unauthorized:\n    filePath: ${path}\n`),
      )
    await withPage("403.html")
    const load = watch("myapp-oidc.yaml")
    expect((await load()).problems).toEqual([])
    expect((await load()).changed).toBe(false)
    await put("pages/403.html", "<h2>{{ .statusCode }}</h2>")
    expect((await load()).changed).toBe(true)
    for (const path of [
      "../secrets/client_secret",
      "/etc/passwd",
      join(folder, "secrets/client_id"),
      "missing.html",
    ]) {
      await withPage(path)
      expect((await watch("myapp-oidc.yaml")()).problems.join(), path).toContain(
        "errorPages.unauthorized.filePath",
      )
    }
  })

  it("names every file that is missing", async () => {
    const { problems } = await watch("myapp-oidc.yaml", "nowhere")()
    expect(problems).toHaveLength(3)
    expect((await watch("nothing.yaml")()).problems.join()).toContain("no such file")
  })
})

describe("a folder", () => {
  it("is one app a file, each with its secrets", async () => {
    await mkdir(join(folder, "apps"))
    await put("apps/one.yaml", values("one.example.test"))
    await put("apps/two.yml", values("two.example.test"))
    await put("apps/readme.md", "not an app")
    await putSecrets("secrets/one")
    await putSecrets("secrets/two")
    const load = watch("apps")
    const { apps, problems } = await load()
    expect(problems).toEqual([])
    expect(apps.map(({ app }) => app)).toEqual(["one", "two"])

    await put("apps/one.yaml", "bypasPaths: []")
    await put("apps/two.yml", values("two.example.test", "bypassPaths: [/open]"))
    const next = await load()
    expect(next.apps[0]).toBe(apps[0])
    expect(next.apps[1]).not.toBe(apps[1])
    expect(next.problems.length).toBeGreaterThan(0)
  })

  it("refuses two apps that claim one host", async () => {
    await mkdir(join(folder, "apps"))
    await put("apps/one.yaml", values("one.example.test"))
    await put("apps/two.yaml", values("internal-one.example.test"))
    await putSecrets("secrets/one")
    await putSecrets("secrets/two")
    const { apps, problems } = await watch("apps")()
    expect(apps).toEqual([])
    expect(problems.join()).toContain("the host one.example.test belongs to one already")
  })

  it("refuses two files of one app", async () => {
    await mkdir(join(folder, "apps"))
    await put("apps/one.yaml", values("one.example.test"))
    await put("apps/one.yml", values("two.example.test"))
    await putSecrets("secrets/one")
    const { apps, problems } = await watch("apps")()
    expect(apps).toEqual([])
    expect(problems).toEqual([expect.stringMatching(/one\.yml: another file is of the same app$/)])
  })

  it.skipIf(process.getuid?.() === 0)("goes on as it was while nobody may read it", async () => {
    await mkdir(join(folder, "apps"))
    await put("apps/one.yaml", values("one.example.test"))
    await putSecrets("secrets/one")
    const load = watch("apps")
    const before = await load()
    await chmod(join(folder, "apps"), 0o300)
    const { apps, problems, changed } = await load()
    await chmod(join(folder, "apps"), 0o700)
    expect({ apps, changed }).toEqual({ apps: before.apps, changed: false })
    expect(problems).toEqual([expect.stringMatching(/apps: cannot be read$/)])
  })

  it("needs at least one app", async () => {
    await mkdir(join(folder, "apps"))
    expect((await watch("apps")()).problems.join()).toContain("no <app>.yaml")
  })
})
