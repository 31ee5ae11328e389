/** The published package on the oldest Node that it promises to run on, and on the newest; `npm test` has the one between. */
import { execFileSync } from "node:child_process"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { exercise } from "../package/exercise.ts"
import { type InstalledPackage, installPackage } from "../package/install-package.ts"
import { nodePath, otherNodes } from "./tools/paths.ts"

let installed: InstalledPackage
beforeAll(async () => {
  installed = await installPackage()
})
afterAll(() => installed.remove())

describe.each(otherNodes)("on Node %s", (version) => {
  it("is tested on that very Node", () => {
    expect(execFileSync(nodePath(version), ["--version"], { encoding: "utf8" })).toBe(`v${version}\n`)
  })

  exercise(() => installed, nodePath(version))
})
