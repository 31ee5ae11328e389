import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { valuesShape } from "../../src/core/contract/values-shape.ts"

const page = readFileSync(resolve(import.meta.dirname, "../../docs/compatibility.md"), "utf8")
const rows = [...page.matchAll(/^\| `([^`]+)` +\| (\w+) +\|(.*)\|$/gm)].map(([, key, verdict, why]) => ({
  key,
  verdict,
  why: why?.trim(),
}))

/** Every key path of the chart's values but our own block, `[]` standing for an element. */
function keysOf(shape: unknown, path = ""): string[] {
  const { members, items, item } = (shape ?? {}) as {
    members?: Record<string, unknown>
    items?: unknown
    item?: unknown
  }
  const element = items ?? item
  if (element !== undefined) return keysOf(element, `${path}[]`)
  if (members === undefined) return []
  return Object.entries(members).flatMap(([key, member]) => {
    const at = path === "" ? key : `${path}.${key}`
    return [at, ...keysOf(member, at)]
  })
}

describe("docs/compatibility.md", () => {
  it("has one row for each of the 73 keys of 0.3.x", () => {
    const keys = keysOf(valuesShape).filter((key) => !key.startsWith("forwardAuth"))
    expect(keys).toHaveLength(73)
    expect(rows.map(({ key }) => key).sort()).toEqual(keys.sort())
  })

  it("says why wherever something differs", () => {
    expect(rows.filter(({ verdict, why }) => verdict !== "same" && why === "")).toEqual([])
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(["same", "better"]))
  })
})
