import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createKubectl } from "../../../src/adapters/kubectl/kubectl.ts"

/** A program called kubectl that prints its arguments, or fails with the text of one of them. */
const program = `#!${process.execPath}
const [verb, kind, ...rest] = process.argv.slice(2)
if (kind === "fail") { process.stderr.write(rest[0] + "\\n"); process.exit(1) }
if (kind === "hang") setInterval(() => {}, 1000)
else process.stdout.write(JSON.stringify([verb, kind, ...rest]))
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kubectl-"))
  writeFileSync(join(folder, "kubectl"), program, { mode: 0o755 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kubectl = (timeoutMs = 4000) => createKubectl({ PATH: folder }, timeoutMs)

describe("createKubectl", () => {
  it("only ever gets, and within a time", async () => {
    expect(await kubectl().get(["middlewares", "--namespace", "shop test"])).toEqual({
      kind: "text",
      text: JSON.stringify(["get", "middlewares", "--namespace", "shop test", "--request-timeout=4s"]),
    })
  })

  it.each([
    ['Error from server (NotFound): secrets "x" not found', "not-found"],
    ['Error from server (Forbidden): secrets is forbidden: User "me" cannot list resource', "forbidden"],
    [`error: the server doesn't have a resource type "middlewares"`, "unknown-kind"],
    ["error: You must be logged in to the server (Unauthorized)", "no-login"],
    [
      "Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255",
      "no-login",
    ],
    [
      "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
      "no-login",
    ],
    ["Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout", "unreachable"],
  ])("tells what %j means", async (text, reason) => {
    expect(await kubectl().get(["fail", text])).toEqual({ kind: "refused", reason })
  })

  it("tells that it is not installed", async () => {
    expect(await createKubectl({ PATH: "/nonexistent" }, 1000).get(["x"])).toEqual({
      kind: "refused",
      reason: "not-installed",
    })
  })

  it("gives up on a cluster that does not answer", async () => {
    expect(await kubectl(100).get(["hang"])).toEqual({ kind: "refused", reason: "unreachable" })
  })
})
