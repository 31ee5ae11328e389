import fc from "fast-check"
import type { Shape } from "../../../src/core/contract/shape.ts"

type Json = ReturnType<typeof fc.jsonValue> extends fc.Arbitrary<infer Value> ? Value : never
type Path = readonly (string | number)[]

/** Documents that are near to what a shape accepts: right ones, and right ones with up to three things changed. */
export const nearlyValid = (shape: Shape): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid(shape), fc.array(mutation(shape), { maxLength: 3 }))
    .map(([document, mutations]) => mutations.reduce((changed, mutate) => mutate(changed), document))

/** Only documents that the shape accepts. */
export function valid(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "list":
      return fc.array(valid(shape.items), { maxLength: 3 })
    case "object": {
      const members = Object.entries(shape.members)
      if (members.length === 0)
        return fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 })
      return fc.record(Object.fromEntries(members.map(([key, member]) => [key, valid(member)])), {
        requiredKeys: [...shape.required],
        noNullPrototype: true,
      })
    }
    case "scalar": {
      if (shape.values) return fc.constantFrom(...shape.values)
      const { minimum = -1000, maximum = 1_000_000, minLength = 0 } = shape
      return fc.oneof(
        ...shape.types.map((type): fc.Arbitrary<unknown> => {
          if (type === "string") return fc.string({ minLength, unit: "grapheme" })
          if (type === "boolean") return fc.boolean()
          if (type === "integer") return fc.integer({ min: minimum, max: maximum })
          return fc.double({ noNaN: true, noDefaultInfinity: true })
        }),
      )
    }
  }
}

/** One change at a place that a document of this shape has, with what users write by mistake and with anything at all. */
function mutation(shape: Shape): fc.Arbitrary<(document: unknown) => unknown> {
  const wrong = fc.oneof(
    fc.constantFrom<Json>(null, "", "true", "yes", "0.8", 0, -1, 1.5, 1e30, true, [], {}, [[]], [""], {
      name: "x",
    }),
    fc.jsonValue({ maxDepth: 2 }),
  )
  const key = fc.oneof(
    fc.constantFrom("Domain", "tenantid", "name", "__proto__", "toString", "forwardAuth"),
    fc.string(),
  )
  return fc
    .tuple(fc.constantFrom(...places(shape)), fc.constantFrom("replace", "delete", "add"), key, wrong)
    .map(
      ([path, act, name, value]) =>
        (document) =>
          change(document, path, (parent, last) => {
            if (act === "replace") put(parent, last, value)
            if (act === "delete") remove(parent, last)
            if (act === "add") {
              const target = parent[last]
              if (Array.isArray(target)) target.push(value)
              else if (typeof target === "object" && target !== null) put(target as Indexed, name, value)
            }
          }),
    )
}

type Indexed = Record<string | number, unknown>

const put = (target: Indexed, key: string | number, value: unknown) =>
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })

function remove(target: Indexed, key: string | number): void {
  if (Array.isArray(target)) target.splice(Number(key), 1)
  else delete target[key]
}

/** Paths of a shape; the first item stands for every item of a list. */
function places(shape: Shape, path: Path = []): readonly Path[] {
  switch (shape.kind) {
    case "scalar":
      return [path]
    case "list":
      return [path, ...places(shape.items, [...path, 0])]
    case "object":
      return [
        path,
        ...Object.entries(shape.members).flatMap(([key, member]) => places(member, [...path, key])),
      ]
  }
}

function change(
  document: unknown,
  path: Path,
  act: (parent: Indexed, last: string | number) => void,
): unknown {
  const root: Indexed = { document: structuredClone(document) }
  const full = ["document", ...path]
  let parent: unknown = root
  for (const part of full.slice(0, -1)) parent = (parent as Indexed)[part] ?? {}
  const last = full.at(-1)
  if (typeof parent === "object" && parent !== null && last !== undefined) act(parent as Indexed, last)
  return root.document
}
