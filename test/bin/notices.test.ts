import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeNotices } from "../../bin/notices.ts"

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "notices-"))
})
afterEach(() => rm(root, { recursive: true }))

async function install(name: string, files: Readonly<Record<string, string>> = {}) {
  const folder = join(root, "node_modules", name)
  await mkdir(folder, { recursive: true })
  const manifest = { name: name.replace(/.*node_modules\//, ""), version: "1.2.3", license: "MIT" }
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest))
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text)
  return join("node_modules", name, "index.js")
}

describe("makeNotices", () => {
  it("has each package once, and a text that several share once", async () => {
    const inputs = [
      await install("a", { LICENSE: "Text A\n" }),
      await install("@s/b", { LICENSE: "Text B", NOTICE: "Notice B" }),
      await install("a/node_modules/c", { "license.md": "Text A" }),
      await install("d"),
    ]
    expect(await makeNotices(root, [...inputs, "node_modules/a/lib/x.js", "src/cli/main.ts"])).toBe(
      `@s/b 1.2.3

Text B

Notice B

------------------------------------------------------------------------

a 1.2.3
c 1.2.3

Text A

------------------------------------------------------------------------

d 1.2.3

Licence: MIT
`,
    )
  })

  it("is part of the package, and knows what is bundled", async () => {
    const manifest = JSON.parse(await readFile(resolve("package.json"), "utf8"))
    expect(manifest.files).toContain("dist/THIRD-PARTY-NOTICES.txt")
    const notices = await readFile(resolve("dist/THIRD-PARTY-NOTICES.txt"), "utf8")
    for (const name of ["yaml", "jose", "openid-client", "ink", "re2js"])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"))
  })
})
