import { readFileSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join, relative } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { exercise } from "./exercise.ts"
import { type InstalledPackage, installPackage } from "./install-package.ts"

let installed: InstalledPackage
beforeAll(async () => {
  installed = await installPackage()
})
afterAll(() => installed.remove())

const inside = (path: string): string => join(installed.folder, "node_modules/idp-oidc", path)

describe("the published package", () => {
  it("is one small download", () => {
    expect(installed.tarballBytes).toBeLessThan(3_000_000)
  })

  it("installs nothing else and runs no script", async () => {
    expect(await readdir(join(installed.folder, "node_modules"))).toEqual([
      ".bin",
      ".package-lock.json",
      "idp-oidc",
    ])
    const { scripts, dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(inside("package.json"), "utf8"),
    )
    expect([dependencies, optionalDependencies, peerDependencies]).toEqual([undefined, undefined, undefined])
    const onInstall = ["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare"]
    expect(Object.keys(scripts).filter((name) => onInstall.includes(name))).toEqual([])
  })

  it("holds the programs, the chart, the pages that it names and the licences, and neither sources, maps nor tests", async () => {
    const files = (await readdir(inside("."), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => relative(inside("."), join(entry.parentPath, entry.name)))
    const expected =
      /^(?:README\.md|package\.json|bin\/idp-oidc\.js|dist\/(?:chunks\/)?[\w-]+\.js|dist\/THIRD-PARTY-NOTICES\.txt|chart\/.+|docs\/[\w-]+\.(?:md|svg))$/
    expect(files.filter((path) => !expected.test(path))).toEqual([])
    expect(files).toEqual(
      expect.arrayContaining([
        "bin/idp-oidc.js",
        "dist/THIRD-PARTY-NOTICES.txt",
        "chart/Chart.yaml",
        "docs/configuration.md",
        "docs/demo.svg",
        "README.md",
      ]),
    )
    expect(readFileSync(inside("dist/THIRD-PARTY-NOTICES.txt"), "utf8")).toContain(
      "Permission is hereby granted",
    )
  })
})

describe("installed, without a network", () => {
  exercise(() => installed, process.execPath)
})
