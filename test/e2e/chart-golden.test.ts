import { describe, expect, it } from "vitest"
import { caseNames, casePath, goldenPath, parseManifests } from "../chart/cases.ts"
import { lint, template } from "./helm.ts"

describe.each(caseNames)("%s", (name) => {
  it("renders what golden/ holds, which is reviewed like code", async () => {
    const { ok, stdout, stderr } = template("helm3", { file: casePath(name) })
    expect(stderr).toBe("")
    expect(ok).toBe(true)
    await expect(stdout).toMatchFileSnapshot(goldenPath(name))
  })

  it("renders the same objects in Helm 4", () => {
    const four = template("helm4", { file: casePath(name) })
    expect(four.stderr).toBe("")
    expect(parseManifests(four.stdout)).toEqual(
      parseManifests(template("helm3", { file: casePath(name) }).stdout),
    )
  })

  it.each(["helm3", "helm4"] as const)("passes the strict lint of %s", (helm) => {
    const { ok, stdout, stderr } = lint(helm, casePath(name))
    expect(ok, `${stdout}${stderr}`).toBe(true)
  })
})
