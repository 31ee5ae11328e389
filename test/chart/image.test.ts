/** Starts the server from exactly the files that the image holds, laid out as the Deployment mounts them. */
import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes, randomUUID } from "node:crypto"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { createInterface } from "node:readline"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { only, readGolden } from "./cases.ts"

const checkout = resolve(import.meta.dirname, "../..")
const dockerfile = readFileSync(join(checkout, "Dockerfile"), "utf8")
const manifests = readGolden("guide")
const [container] = only(manifests, "Deployment").spec.template.spec.containers

let root: string
let running: ChildProcess | undefined

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "idp-oidc-image-"))
  for (const [, from = "", to = ""] of dockerfile.matchAll(/^COPY --from=build \/build\/(\S+) (\S+)$/gm)) {
    await mkdir(dirname(join(root, to)), { recursive: true })
    await cp(join(checkout, from), join(root, to))
  }
  await mount("config", only(manifests, "ConfigMap").data)
})
afterEach(async () => {
  running?.kill("SIGKILL")
  running = undefined
  await rm(root, { recursive: true })
})

async function mount(volume: string, files: Readonly<Record<string, string>>): Promise<void> {
  const { mountPath } = container.volumeMounts.find(({ name }: { name: string }) => name === volume)
  await mkdir(join(root, mountPath), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, mountPath, name), text)
}

const mountSecrets = () =>
  mount("secrets", {
    client_id: randomUUID(),
    client_secret: randomBytes(30).toString("base64url"),
    session_secret: randomBytes(16).toString("hex"),
  })

/** With the image's entry point and the Deployment's arguments, on any free ports. */
function start(): ChildProcess {
  const [, entry = ""] =
    /^ENTRYPOINT \["\/nodejs\/bin\/node", (?:"--[^"]+", )*"([^"]+)"\]$/m.exec(dockerfile) ?? []
  const args = (container.args as readonly string[]).map((arg) =>
    arg.startsWith("/") ? join(root, arg) : arg,
  )
  const anyPort = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--json"]
  running = spawn(process.execPath, [join(root, entry), ...args, ...anyPort], { cwd: root, env: {} })
  return running
}

async function firstLine({
  stdout,
}: ChildProcess): Promise<{ readonly url: string; readonly adminUrl: string }> {
  if (!stdout) throw new Error("no standard output")
  const [line] = (await once(createInterface({ input: stdout }), "line")) as [string]
  return JSON.parse(line)
}

describe("the image", () => {
  it("serves, answers the probes of the Deployment, and ends when it is told to", async () => {
    await mountSecrets()
    const server = start()
    const { url, adminUrl } = await firstLine(server)
    for (const probe of [container.livenessProbe, container.readinessProbe])
      expect((await fetch(`${adminUrl}${probe.httpGet.path}`)).status).toBe(200)
    expect((await fetch(url)).status).toBe(400)
    const exited = once(server, "exit")
    server.kill("SIGTERM")
    expect(await exited).toEqual([0, null])
  })

  it("listens where the Deployment says it does", () => {
    const specs = readFileSync(join(checkout, "src/cli/specs.ts"), "utf8")
    for (const { containerPort } of container.ports) {
      expect(specs).toContain(`default: 0.0.0.0:${containerPort}`)
      expect(dockerfile).toMatch(new RegExp(`^EXPOSE .*\\b${containerPort}\\b`, "m"))
    }
  })

  it("says what is wrong, and nothing secret, when a secret is missing", async () => {
    await mount("secrets", { client_id: randomUUID() })
    const server = start()
    let output = ""
    server.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()))
    server.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()))
    const [code] = await once(server, "close")
    expect(code).toBe(1)
    expect(output).toContain("session_secret: cannot be read")
  })
})
