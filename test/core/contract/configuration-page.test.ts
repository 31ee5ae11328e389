/** `docs/configuration.md` and the tables that files are checked by must know the same keys, of the same types. */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { profileShape } from "../../../src/core/contract/profile.ts"
import { type ScalarType, type Shape, settingsOf } from "../../../src/core/contract/shape.ts"
import { valuesShape } from "../../../src/core/contract/values-shape.ts"
import { exitCodes } from "../../../src/core/errors.ts"

const page = readFileSync(resolve(import.meta.dirname, "../../../docs/configuration.md"), "utf8")

function section(title: string): string {
  const [, body] = page.split(`\n## ${title}\n`)
  if (body === undefined) throw new Error(`docs/configuration.md has no section ${title}`)
  return body.split(/\n## /)[0] ?? ""
}

/** Heading and type, which is the first thing below it: `_text_ · default none`. */
const documented = (title: string): readonly string[] =>
  [...section(title).matchAll(/^### `(.+)`\n\n_(.+?)_ · (?:default|required|in) ?/gm)].map(
    ([, path, type]) => `${path}: ${type}`,
  )

const words: Readonly<Record<ScalarType, string>> = {
  string: "text",
  boolean: "boolean",
  number: "number",
  integer: "whole number",
}

function typeOf(shape: Shape): string {
  if (shape.kind === "object") return shape.open ? "free-form mapping" : "mapping"
  if (shape.kind === "list") return shape.items.kind === "object" ? "list of mappings" : "list of texts"
  if (shape.values)
    return `one of ${shape.values.map((value) => (value === "" ? "empty" : `\`${value}\``)).join(", ")}`
  const type = shape.types.map((each) => words[each]).join(" or ")
  if (shape.maximum !== undefined) return `${type}, ${shape.minimum} to ${shape.maximum}`
  return shape.minimum === undefined ? type : `${type}, ${shape.minimum} or more`
}

describe("docs/configuration.md explains every key, in order and with its type", () => {
  it.each([
    ["values.yaml", valuesShape],
    [".idp-oidc.yaml", profileShape],
  ])("of %s", (title, shape) => {
    expect(documented(title)).toEqual(settingsOf(shape).map(({ path, shape }) => `${path}: ${typeOf(shape)}`))
  })

  it("and has no heading without one", () => {
    expect([...section("values.yaml").matchAll(/^### /gm)]).toHaveLength(settingsOf(valuesShape).length)
    expect([...section(".idp-oidc.yaml").matchAll(/^### /gm)]).toHaveLength(settingsOf(profileShape).length)
  })
})

it("docs/configuration.md lists every exit code", () => {
  const listed = [...section("Exit codes").matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code))
  expect(listed).toEqual(Object.values(exitCodes))
})
