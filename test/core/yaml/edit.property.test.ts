import { diffArrays } from "diff"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isMap, isSeq, parseAllDocuments } from "yaml"
import { editYaml } from "../../../src/core/yaml/edit.ts"
import { append, middleware, middlewaresPath, removeAppended } from "../../cases/yaml/case.ts"
import { makeValuesFile } from "../../cases/yaml/values-file.ts"

const valuesFile = (draw: fc.GeneratorValue): string =>
  makeValuesFile(
    (...options) => options[draw(fc.integer, { min: 0, max: options.length - 1 })] as (typeof options)[0],
  )

/** A property of any values file and of what appending the middleware makes of it. */
const checkAppend = (check: (before: string, after: string) => void) =>
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const before = valuesFile(draw)
      check(before, edited(before, append))
    }),
    { numRuns: 60 },
  )

function edited(text: string, operation: typeof append): string {
  const result = editYaml(text, [operation])
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.problems)}\n${JSON.stringify(text)}`)
  return result.value
}

const read = (text: string): unknown[] =>
  parseAllDocuments(text, { logLevel: "silent" }).map((document) => document.toJS({ maxAliasCount: -1 }))

/** The same change made to plain values, by other means than those under test. */
function appendToValues(values: unknown): unknown {
  const root = asRecord(values)
  const ingress = asRecord(root.ingress)
  const access = asRecord(ingress.public)
  const list = (access.middlewares ?? []) as unknown[]
  return { ...root, ingress: { ...ingress, public: { ...access, middlewares: [...list, middleware] } } }
}
const asRecord = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>

/** Whether the public ingress is written in block style, with a list that has items in block style or with none. */
function takesLines(text: string): boolean {
  const [document] = parseAllDocuments(text)
  const access = document?.getIn(middlewaresPath.slice(0, 2))
  const list = document?.getIn(middlewaresPath)
  const hasItems = isSeq(list) && list.items.length > 0 && !list.flow
  return isMap(access) && !access.flow && (hasItems || !document?.hasIn(middlewaresPath))
}

const firstDifference = <Item>(a: readonly Item[], b: readonly Item[]): number => {
  const index = a.findIndex((item, at) => item !== b[at])
  return index === -1 ? a.length : index
}

const linesOf = (text: string): string[] => text.split(/\r?\n/)
/** Whether `inner` is left when characters are taken out of `outer`. */
const isWithin = (inner: string, outer: string): boolean =>
  [...outer].reduce((rest, character) => (rest[0] === character ? rest.slice(1) : rest), inner) === ""

const commentsIn = (text: string): string[] =>
  [...text.matchAll(/# .*?(?=\r?\n|$)/g)].map(([comment]) => comment)

describe("appending to any values file", () => {
  it("reads back as the values with the item, keys in the order they had", () => {
    checkAppend((before, after) => {
      const [first, ...others] = read(before)
      expect(JSON.stringify(read(after))).toBe(JSON.stringify([appendToValues(first), ...others]))
    })
  })

  it("inserts lines, and characters into one old line at most, save for the word null", () => {
    checkAppend((before, after) => {
      const changes = diffArrays(linesOf(before), linesOf(after))
      const gone = changes.flatMap(({ removed, value }) => (removed ? value : []))
      const added = changes.flatMap(({ added, value }) => (added ? value : []))
      expect(gone.length).toBeLessThanOrEqual(1)
      for (const line of gone) expect(isWithin(line.replace(/: *(null|~)/, ":"), added[0] ?? "")).toBe(true)
    })
  })

  it("keeps every comment, in order", () => {
    checkAppend((before, after) => expect(commentsIn(after)).toEqual(commentsIn(before)))
  })

  it("does nothing the second time", () => {
    checkAppend((_, after) => expect(edited(after, append)).toBe(after))
  })

  it("is undone by removing the item, wherever there was a list with items, or none in a block", () => {
    checkAppend((before, after) => {
      if (takesLines(before)) expect(edited(after, removeAppended)).toBe(before)
    })
  })
})

describe("appending to 200 values files in block style", () => {
  it("inserts whole lines at one place, and every other byte stays", () => {
    const files = fc
      .sample(fc.gen(), { numRuns: 1200, seed: 20260101 })
      .map(valuesFile)
      .filter(takesLines)
      .slice(0, 200)
    expect(new Set(files).size).toBe(200)
    for (const before of files) {
      const after = edited(before, append)
      const length = after.length - before.length
      const start = firstDifference([...before], [...after])
      expect(after.slice(0, start) + after.slice(start + length)).toBe(before)
      const [old, now] = [linesOf(before), linesOf(after)]
      expect(now.toSpliced(firstDifference(old, now), now.length - old.length)).toEqual(old)
    }
  })
})
