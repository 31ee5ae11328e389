/** Starts the server from exactly the files that the image holds, laid out as the Deployment mounts them. */
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ask } from "../server/browser.ts"
import { only, readGolden } from "./cases.ts"
import {
  addressesOf,
  dockerfile,
  makePodFolder,
  makeSecrets,
  mayChooseUser,
  type PodFolder,
  secretFiles,
} from "./pod.ts"

const pod = only(readGolden("guide"), "Deployment").spec.template.spec
const [container] = pod.containers

let folder: PodFolder
beforeEach(async () => {
  folder = await makePodFolder(readGolden("guide"))
})
afterEach(() => folder.remove())

describe("the image", () => {
  it("serves, answers the probes of the Deployment, and ends when it is told to", async () => {
    await folder.mount("secrets", secretFiles(makeSecrets()))
    const server = folder.start("--drain-delay", "0")
    const { url, adminUrl } = await addressesOf(server)
    for (const probe of [container.livenessProbe, container.readinessProbe])
      expect((await fetch(`${adminUrl}${probe.httpGet.path}`)).status).toBe(200)
    expect((await fetch(url)).status).toBe(400)
    const exited = once(server, "exit")
    server.kill("SIGTERM")
    expect(await exited).toEqual([0, null])
  })

  it.skipIf(!mayChooseUser || process.platform !== "linux")("runs as the Deployment's user", async () => {
    await folder.mount("secrets", secretFiles(makeSecrets()))
    const server = folder.start()
    await addressesOf(server)
    const status = readFileSync(`/proc/${server.pid}/status`, "utf8")
    const { runAsUser } = pod.securityContext
    expect(/^Uid:\t(.+)$/m.exec(status)?.[1]?.split("\t")).toEqual(Array(4).fill(`${runAsUser}`))
    expect(dockerfile).toMatch(new RegExp(`^USER ${runAsUser}:`, "m"))
  })

  it("shows an error page that the chart mounts", async () => {
    await folder.remove()
    const manifests = readGolden("everything")
    folder = await makePodFolder(manifests)
    const values: string = only(manifests, "ConfigMap").data["values.yaml"]
    await folder.mount("config", {
      // Here the root of the image is not the root of the machine.
      "values.yaml": values.replace(
        "/etc/idp-oidc/",
        `${folder.path}${container.volumeMounts[0].mountPath}/`,
      ),
      "pages/login-first.html": "<h1>{{ .statusCode }}: log in first</h1>",
      "pages/no-access.html": "<h1>no</h1>",
    })
    await folder.mount("secrets", secretFiles(makeSecrets()))
    const server = folder.start()
    const { url } = await addressesOf(server)
    const answer = await ask(url, {
      "x-forwarded-method": "POST",
      "x-forwarded-host": "shop.example",
      "x-forwarded-uri": "/",
      accept: "text/html",
    })
    expect(answer.status).toBe(401)
    expect(answer.body).toContain("<h1>401: log in first</h1>")
  })

  it("listens where the Deployment says it does", () => {
    const specs = readFileSync(resolve(import.meta.dirname, "../../src/cli/specs/serve.ts"), "utf8")
    for (const { containerPort } of container.ports) {
      expect(specs).toContain(`default: :${containerPort}, on every interface`)
      expect(dockerfile).toMatch(new RegExp(`^EXPOSE .*\\b${containerPort}\\b`, "m"))
    }
  })

  it("says what is wrong, and nothing secret, when a secret is missing", async () => {
    const clientId = randomUUID()
    await folder.mount("secrets", { client_id: clientId })
    const server = folder.start()
    let output = ""
    server.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()))
    server.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()))
    const [code] = await once(server, "close")
    expect(code).toBe(1)
    expect(output).toContain("session_secret: cannot be read")
    expect(output).not.toContain(clientId)
  })
})
