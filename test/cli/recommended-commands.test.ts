import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { globalFlags } from "../../src/cli/specs/shared-flags.ts"
import { commands } from "../../src/cli/specs.ts"

const root = resolve(import.meta.dirname, "../../src")
const source = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => readFileSync(join(root, path), "utf8"))
  .join("\n")

describe("texts recommend only", () => {
  it("commands that exist", () => {
    const said = [...source.matchAll(/(?:["`.,;] ?|\b(?:[Rr]un|with|by|see|let) )idp-oidc ([a-z][a-z-]*)/g)]
    const names = new Set(said.map(([, name = ""]) => name))
    expect(names).toContain("doctor")
    expect(
      [...names].filter((name) => !["help", ...commands.map((spec) => spec.name)].includes(name)),
    ).toEqual([])
  })

  const withFlags = /idp-oidc ([a-z]+)((?: --[a-z-]+(?:[= ][\w/.-]+)?)+)/g
  const lines = new Map([...source.matchAll(withFlags)].map(([line, ...parts]) => [line, parts]))
  it.each([...lines])("flags that exist: %s", (_, [name, flags = ""]) => {
    const spec = commands.find((command) => command.name === name)
    const known = new Map([...(spec?.flags ?? []), ...globalFlags].map((flag) => [flag.name, flag]))
    for (const [, flag = "", value] of flags.matchAll(/--([a-z-]+)(?: ([\w/.-]+))?/g)) {
      expect([...known.keys()]).toContain(flag)
      const choices = known.get(flag)?.kind === "text" ? known.get(flag)?.choices : undefined
      if (choices && value) expect(choices).toContain(value)
    }
  })
})
