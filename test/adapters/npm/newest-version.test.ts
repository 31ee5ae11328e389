import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readNewestVersion } from "../../../src/adapters/npm/newest-version.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "npm-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A program called npm that does what `script` says. */
const ask = (script: string, timeoutMs = 5000) => {
  writeFileSync(join(folder, "npm"), `#!${process.execPath}\n${script}\n`, { mode: 0o755 })
  return readNewestVersion("idp-oidc", { PATH: folder }, timeoutMs)
}

describe("readNewestVersion", () => {
  it("asks the user's npm for the newest version", async () => {
    expect(
      await ask(
        'if (process.argv.slice(2, 5).join(" ") === "view idp-oidc dist-tags.latest") console.log("1.4.2")',
      ),
    ).toBe("1.4.2")
  })

  it.each([
    ["npm knows no such package", 'console.error("E404"); process.exit(1)'],
    ["it prints something else", 'console.log("hello")'],
  ])("knows nothing where %s", async (_, script) => {
    expect(await ask(script)).toBeUndefined()
  })

  it("knows nothing where npm hangs, or is not there", async () => {
    expect(await ask("setInterval(() => {}, 1000)", 200)).toBeUndefined()
    expect(await readNewestVersion("idp-oidc", { PATH: "/nonexistent" }, 1000)).toBeUndefined()
  })
})
