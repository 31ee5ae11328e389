/** Holds a parsed document against its shape, with the semantics of JSON Schema draft 2020-12. */
import { nearest } from "../text/nearest.ts"
import type { KeyPath, ValuesProblem } from "./problem.ts"
import {
  keyPaths,
  type ListShape,
  type ObjectShape,
  type ScalarShape,
  type ScalarType,
  type Shape,
} from "./shape.ts"

/** Every problem of `value`, all errors of rule `schema`, in the order of the document; missing keys come before what is there. */
export const checkShape = (value: unknown, shape: Shape): readonly ValuesProblem[] =>
  checkNode(value, shape, { path: [], root: shape })

interface Place {
  readonly path: KeyPath
  /** The shape of the whole document, to find where a misplaced key belongs. */
  readonly root: Shape
}

const below = ({ path, root }: Place, part: string | number): Place => ({ path: [...path, part], root })

function checkNode(value: unknown, shape: Shape, place: Place): readonly ValuesProblem[] {
  switch (shape.kind) {
    case "scalar":
      return checkScalar(value, shape, place)
    case "list":
      return checkList(value, shape, place)
    case "object":
      return checkObject(value, shape, place)
  }
}

function checkScalar(value: unknown, shape: ScalarShape, { path }: Place): readonly ValuesProblem[] {
  const what = scalarProblem(value, shape)
  return what === undefined ? [] : [problem(path, what, expectation(shape, value))]
}

function scalarProblem(value: unknown, shape: ScalarShape): string | undefined {
  if (!shape.types.some((type) => hasType(value, type))) return describe(value)
  if (typeof value === "string") {
    if (shape.values && !shape.values.includes(value)) return `is ${JSON.stringify(value)}`
    if (shape.minLength !== undefined && [...value].length < shape.minLength) return "is empty"
  }
  if (typeof value === "number") {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = shape
    if (value < minimum || value > maximum) return `is ${value}`
  }
  return undefined
}

function checkList(value: unknown, shape: ListShape, place: Place): readonly ValuesProblem[] {
  if (!Array.isArray(value)) return [problem(place.path, describe(value), expectation(shape, value))]
  return value.flatMap((item, index) => checkNode(item, shape.items, below(place, index)))
}

function checkObject(value: unknown, shape: ObjectShape, place: Place): readonly ValuesProblem[] {
  if (!isRecord(value)) return [problem(place.path, describe(value), expectation(shape, value))]
  const missing = shape.required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => problem([...place.path, key], "is missing", expectation(shape.members[key], undefined)))
  const present = Object.entries(value).flatMap(([key, member]) => {
    const memberShape = Object.hasOwn(shape.members, key) ? shape.members[key] : undefined
    if (memberShape) return checkNode(member, memberShape, below(place, key))
    return shape.open ? [] : [unknownKey(key, shape, place)]
  })
  return [...missing, ...present]
}

/** Told apart: a key that is too new, one that is misspelt, one that stands at the wrong level. */
function unknownKey(key: string, shape: ObjectShape, { path, root }: Place): ValuesProblem {
  const known = Object.keys(shape.members)
  const since = Object.hasOwn(shape.later ?? {}, key) ? shape.later?.[key] : undefined
  if (since !== undefined)
    return problem([...path, key], "unknown key in this version", `version ${since} or newer`)
  const meant = nearest(key, known) ?? keyPaths(root).find((other) => lastKey(other) === key.toLowerCase())
  return {
    ...problem([...path, key], "unknown key", oneOfKeys(known)),
    ...(meant !== undefined && { nearest: meant }),
  }
}

/** A whole screen of keys helps nobody. */
const oneOfKeys = (known: readonly string[]): string =>
  known.length > 12 ? "a key that the chart knows" : `one of ${known.join(", ")}`

const lastKey = (keyPath: string): string => keyPath.slice(keyPath.lastIndexOf(".") + 1).toLowerCase()

const problem = (path: KeyPath, what: string, expected: string): ValuesProblem => ({
  path,
  what,
  expected,
  rule: "schema",
  severity: "error",
})

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function hasType(value: unknown, type: ScalarType): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value)
    case "number":
      return Number.isFinite(value)
    default:
      return typeof value === type
  }
}

/** Names the type only: the value could be a secret that was pasted into the wrong place. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return "has no value"
  if (Array.isArray(value)) return "is a list"
  switch (typeof value) {
    case "string":
      return "is text"
    case "number":
    case "bigint":
      return "is a number"
    case "boolean":
      return `is ${value}`
    default:
      return "is a mapping"
  }
}

const typeWords: Readonly<Record<ScalarType, string>> = {
  string: "text",
  boolean: "true or false",
  number: "a number",
  integer: "a whole number",
}

function expectation(shape: Shape | undefined, found: unknown): string {
  if (shape?.kind === "list") return "a list"
  if (shape?.kind !== "scalar") return "a mapping of keys to values"
  if (shape.values) return `one of ${shape.values.map((value) => value || '""').join(", ")}`
  const words = shape.types.map((type) => typeWords[type]).join(" or ")
  const { minimum, maximum, minLength } = shape
  if (minimum !== undefined && maximum !== undefined) return `${words} from ${minimum} to ${maximum}`
  if (minimum !== undefined) return `${words}, ${minimum} or more`
  if (minLength !== undefined) return `${words} that is not empty`
  const unquoted = typeof found === "number" || typeof found === "boolean"
  return unquoted && shape.types.includes("string") ? `${words} in quotes` : words
}
