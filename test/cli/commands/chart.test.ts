import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import manifest from "../../../package.json" with { type: "json" }
import { run } from "../run.ts"

const chart = resolve(import.meta.dirname, "../../../chart")
const tenantId = "11111111-2222-4333-8444-555555555555"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "idp-oidc-chart-"))
})
afterEach(() => rm(folder, { recursive: true }))

const write = (...flags: string[]) => run(["chart", "--out", "out", ...flags], { cwd: folder })

const listing = async (root: string) =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()

describe("idp-oidc chart", () => {
  it("writes the whole chart, byte for byte, and names what its publisher must set", async () => {
    const { code, stdout, stderr } = await write()
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toContain(`idp-oidc-middleware ${manifest.version} is in out`)
    expect(stdout).toContain("--tenant-id")
    const files = await listing(chart)
    expect(await listing(join(folder, "out"))).toEqual(files)
    for (const file of files)
      expect(await readFile(join(folder, "out", file), "utf8")).toBe(
        await readFile(join(chart, file), "utf8"),
      )
  })

  it("writes the publisher's defaults, reports as JSON, and has nothing to do a second time", async () => {
    const first = await write("--tenant-id", tenantId, "--image", "registry.example:5000/idp-oidc", "--json")
    expect(JSON.parse(first.stdout)).toMatchObject({ schema: 1, status: "written", removed: [], missing: [] })
    const values = await readFile(join(folder, "out/values.yaml"), "utf8")
    expect(values).toContain(`tenantId: "${tenantId}"`)
    expect(values).toContain('repository: "registry.example:5000/idp-oidc"')
    const second = await write("--json")
    expect(JSON.parse(second.stdout)).toMatchObject({ status: "nothing-to-do", written: [], missing: [] })
  })

  it("removes a template of an earlier version and leaves the publisher's own files", async () => {
    await write()
    await writeFile(join(folder, "out/templates/ingress.yaml"), "kind: Ingress\n")
    await writeFile(join(folder, "out/OWNERS"), "platform\n")
    const { stdout } = await write("--json")
    expect(JSON.parse(stdout)).toMatchObject({ removed: ["templates/ingress.yaml"], written: [] })
    expect(await listing(join(folder, "out"))).toEqual(["OWNERS", ...(await listing(chart))].toSorted())
  })

  it("refuses a folder with something else and leaves it alone", async () => {
    await mkdir(join(folder, "out/src"), { recursive: true })
    const { code, stderr } = await write()
    expect(code).toBe(1)
    expect(stderr).toContain("chart/not-this-chart")
    expect(await readdir(join(folder, "out"))).toEqual(["src"])
  })

  it.each([
    [["chart"], "usage/missing-answers"],
    [["chart", "--out", "out", "--tenant-id", "contoso"], "usage/invalid-flag"],
    [["chart", "--out", "out", "--image", "registry.example/idp-oidc:1.0.0"], "usage/invalid-flag"],
  ])("refuses %j", async (args, code) => {
    const answer = await run(args, { cwd: folder })
    expect(answer.code).toBe(2)
    expect(answer.stderr).toContain(code)
    expect(await readdir(folder)).toEqual([])
  })
})
