import { isMap, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml"
import { type Model, modelOfPair, modelOfValue, replaceAt } from "./model.ts"
import type { Quote, YamlValue } from "./operation.ts"
import type { Step } from "./resolve-path.ts"

export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed

/** What an operation comes to in one document: one change at one place, to which `steps` lead. */
export type Change = AddEntry | ReplaceValue | DropEntry | ReplaceKey

/** A new entry of a collection that has others or is written in flow style. */
export interface AddEntry {
  readonly kind: "add"
  readonly steps: readonly Step[]
  readonly to: Collection
  /** How many entries stand before it; all of them, wherever the text allows it. */
  readonly index: number
  /** Absent in a list. */
  readonly key?: string
  readonly value: YamlValue
  readonly quote?: Quote
}

/** Another value in place of a scalar, of nothing, or (without steps) of an empty document. */
export interface ReplaceValue {
  readonly kind: "replace"
  readonly steps: readonly Step[]
  readonly node: ParsedNode | null
  readonly value: YamlValue
  readonly quote?: Quote
}

export interface DropEntry {
  readonly kind: "drop"
  readonly steps: readonly Step[]
  readonly from: Collection
  readonly index: number
  /** What was to be dropped: that entry, or the only one within it. */
  readonly target: Step
  /** The collection loses its only entry and stays, as `[]` or `{}`. */
  readonly leavesEmpty: boolean
}

export interface ReplaceKey {
  readonly kind: "rename"
  readonly steps: readonly Step[]
  readonly key: Scalar.Parsed
  readonly to: string
}

/** The document as it must read after the change. Says nothing of how the text gets there. */
export function changeModel(model: Model, change: Change): Model {
  const place = change.steps.flatMap(({ parent, index }) => (isMap(parent) ? [index, 1] : [index]))
  switch (change.kind) {
    case "add": {
      const { index, key, value } = change
      const entry = key === undefined ? modelOfValue(value) : modelOfPair(key, value)
      return replaceAt(model, place, (at) => ({ ...at, children: at.children.toSpliced(index, 0, entry) }))
    }
    case "replace":
      return replaceAt(model, place, ({ tag, anchor }) => ({ ...modelOfValue(change.value), tag, anchor }))
    case "drop":
      return replaceAt(model, place, (at) => {
        const children = at.children.toSpliced(change.index, 1)
        const staysEmpty = change.from.flow || change.leavesEmpty
        return children.length > 0 || staysEmpty ? { ...at, children } : modelOfValue(null)
      })
    case "rename":
      return replaceAt(model, [...place.slice(0, -1), 0], (at) => ({ ...at, value: change.to }))
  }
}
