import {
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from "yaml"
import { type Result, success } from "../result.ts"
import type { YamlPath } from "./operation.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import { type OffsetProblem, refuse } from "./problem.ts"
import { entriesOf, isExplicit } from "./tokens.ts"

/** One step from a collection into one of its entries. */
export interface Step {
  readonly parent: YAMLMap.Parsed | YAMLSeq.Parsed
  readonly index: number
  /** The tokens of the entry: the key and its value, or the item. */
  readonly item: CST.CollectionItem
  readonly node: ParsedNode | null
}

/** How far a path leads into a document. */
export interface Route {
  readonly document: YamlDocument
  readonly steps: readonly Step[]
  /** Where the steps end. */
  readonly node: ParsedNode | null
  /** The keys that are not there, starting below `node`, which is a map or null. */
  readonly rest: YamlPath
}

/** Follows a path as far as it goes, refusing to pass through anything whose edit would reach further than the path. */
export function resolvePath(document: YamlDocument, path: YamlPath): Result<Route, OffsetProblem> {
  const steps: Step[] = []
  let node: ParsedNode | null = document.contents
  for (const [depth, key] of path.entries()) {
    const at = offsetOf(document, steps, node)
    const name = renderPath(path.slice(0, depth))
    if (isNull(node)) return success({ document, steps, node, rest: path.slice(depth) })
    if (isAlias(node))
      return refuse(
        "yaml/alias",
        at,
        `${name} is an alias (*${node.source}): editing it would change what it stands for, too.`,
        "Write the value out in place of the alias, then try again.",
      )
    const step: Result<Step | undefined, OffsetProblem> = isMap(node)
      ? stepIntoMap(document, node, String(key), renderPath(path.slice(0, depth + 1)))
      : isSeq(node) && typeof key === "number"
        ? success(stepIntoSeq(node, key))
        : refuse(
            "yaml/wrong-type",
            at,
            `${name} is ${describe(node)}, expected a ${typeof key === "number" ? "list" : "map"}.`,
            `Make ${name} a ${typeof key === "number" ? "list" : "map"}, then try again.`,
          )
    if (!step.ok) return step
    if (!step.value) return success({ document, steps, node, rest: path.slice(depth) })
    steps.push(step.value)
    node = step.value.node
  }
  return success({ document, steps, node, rest: [] })
}

function stepIntoMap(
  document: YamlDocument,
  map: YAMLMap.Parsed,
  key: string,
  name: string,
): Result<Step | undefined, OffsetProblem> {
  const found = map.items.flatMap((pair, index) => (keyText(pair) === key ? [{ pair, index }] : []))
  const [first, second] = found
  if (second)
    return refuse(
      "yaml/duplicate-key",
      second.pair.key.range[0],
      `${name} is in the same map twice.`,
      "Keep one of the two; which one wins differs between YAML readers.",
    )
  if (!first) {
    const merge = map.items.find((pair) => keyText(pair) === "<<" && mergesKey(document, pair.value, key))
    return merge
      ? refuse(
          "yaml/alias",
          merge.key.range[0],
          `${name} comes from a merge key (<<): adding it here would hide all that is merged in.`,
          `Write ${name} out in place of the merge key, then try again.`,
        )
      : success(undefined)
  }
  const { pair, index } = first
  const item = pair.srcToken
  if (!item || isExplicit(item))
    return refuse(
      "yaml/explicit-key",
      pair.key.range[0],
      `${name} is written as an explicit key ("? ").`,
      `Write it as "key: value", then try again.`,
    )
  return success({ parent: map, index, item, node: pair.value })
}

function stepIntoSeq(seq: YAMLSeq.Parsed, index: number): Step | undefined {
  const item = entriesOf(seq.srcToken)[index]
  const node = seq.items[index]
  return item && node !== undefined
    ? { parent: seq, index, item, node: isPairNode(node) ? null : node }
    : undefined
}

const isPairNode = (node: unknown): node is Pair => typeof node === "object" && node !== null && "key" in node

/** Whether a merge key's value (a map, an alias of one, or a list of those) brings a key in. */
function mergesKey(document: YamlDocument, value: unknown, key: string, depth = 0): boolean {
  if (depth > 20) return true
  if (isAlias(value)) return mergesKey(document, value.resolve(document), key, depth + 1)
  if (isSeq(value)) return value.items.some((item) => mergesKey(document, item, key, depth + 1))
  if (!isMap(value)) return false
  return value.items.some((pair) => {
    const text = keyText(pair)
    return text === key || (text === "<<" && mergesKey(document, pair.value, key, depth + 1))
  })
}

/** A key as text; undefined for keys that are collections, aliases or null. */
export const keyText = ({ key }: Pair<unknown, unknown>): string | undefined =>
  isScalar(key) && key.value !== null ? String(key.value) : undefined

export const isNull = (node: ParsedNode | null): boolean =>
  node === null || (isScalar(node) && node.value === null)

/** Where to point at when the node that the steps lead to is the trouble. */
export function offsetOf(document: YamlDocument, steps: readonly Step[], node: ParsedNode | null): number {
  const key = steps.at(-1)?.item.key
  return key && "offset" in key ? key.offset : (node?.range[0] ?? document.range[0])
}

/** `ingress.public.middlewares[0]`; the root has a name of its own. */
export const renderPath = (path: YamlPath): string =>
  path.length === 0
    ? "the document"
    : path
        .map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`))
        .join("")

export const describe = (node: ParsedNode | null): string =>
  isMap(node) ? "a map" : isSeq(node) ? "a list" : isNull(node) ? "empty" : "a single value"
