import {
  type Alias,
  type CST,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
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
  /** What of the path is not there, below `node`, which is null, a map without the key or a list without the item. */
  readonly rest: YamlPath
}

/** Follows a path as far as it goes, but not through anything whose edit would reach further than the path. */
export function resolvePath(document: YamlDocument, path: YamlPath): Result<Route, OffsetProblem> {
  const steps: Step[] = []
  let node: ParsedNode | null = document.contents
  for (const [depth, key] of path.entries()) {
    if (isNull(node)) return success({ document, steps, node, rest: path.slice(depth) })
    const step = stepInto({ document, steps, node, rest: [] }, key, path.slice(0, depth))
    if (!step.ok) return step
    if (!step.value) return success({ document, steps, node, rest: path.slice(depth) })
    steps.push(step.value)
    node = step.value.node
  }
  return success({ document, steps, node, rest: [] })
}

/** Keys name entries of maps, numbers items of lists (and keys that look like numbers). */
function stepInto(
  route: Route,
  key: string | number,
  path: YamlPath,
): Result<Step | undefined, OffsetProblem> {
  const { document, node } = route
  if (isMap(node)) return stepIntoMap(document, node, String(key), renderPath([...path, key]))
  if (isSeq(node) && typeof key === "number") return success(stepTo(node, key))
  return refuseType(route, path, typeof key === "number" ? "a list" : "a map")
}

function stepIntoMap(
  document: YamlDocument,
  map: YAMLMap.Parsed,
  key: string,
  name: string,
): Result<Step | undefined, OffsetProblem> {
  const index = map.items.findIndex((pair) => keyText(pair) === key)
  const pair = map.items[index]
  if (!pair) {
    const merge = map.items.find((other) => keyText(other) === "<<" && mergesKey(document, other.value, key))
    return merge
      ? refuse(
          "yaml/alias",
          merge.key.range[0],
          `${name} comes from a merge key (<<): adding it here would hide all that is merged in.`,
          `Write ${name} out in place of the merge key, then try again.`,
        )
      : success(undefined)
  }
  const twin = map.items.slice(index + 1).find((other) => keyText(other) === key)
  if (twin)
    return refuse(
      "yaml/duplicate-key",
      twin.key.range[0],
      `${name} is in the same map twice, as text and as another type.`,
      "Keep one of the two; which one wins differs between YAML readers.",
    )
  const item = pair.srcToken
  return item && !isExplicit(item)
    ? success({ parent: map, index, item, node: pair.value })
    : refuse(
        "yaml/explicit-key",
        pair.key.range[0],
        `${name} is written as an explicit key ("? ").`,
        `Write it as "key: value", then try again.`,
      )
}

/** The step to an item by its position, if there is one. In an `!!omap` there are pairs, which are none. */
export function stepTo(parent: YAMLSeq.Parsed, index: number): Step | undefined {
  const item = entriesOf(parent.srcToken)[index]
  const node = parent.items[index]
  return item && isNode(node) ? { parent, index, item, node } : undefined
}

/** Whether a merge key's value (a map, an alias of one, or a list of those) brings a key in. */
function mergesKey(document: YamlDocument, value: unknown, key: string, depth = 0): boolean {
  // Merge keys that lead in a circle are not worth an edit.
  if (depth > 20) return true
  if (isAlias(value)) return mergesKey(document, value.resolve(document), key, depth + 1)
  if (isSeq(value)) return value.items.some((item) => mergesKey(document, item, key, depth + 1))
  return (
    isMap(value) &&
    value.items.some((pair) => {
      const name = keyText(pair)
      return name === key || (name === "<<" && mergesKey(document, pair.value, key, depth + 1))
    })
  )
}

/** A key as text; undefined for keys that are collections, aliases or null. */
export const keyText = ({ key }: { readonly key: unknown }): string | undefined =>
  isScalar(key) && key.value !== null ? String(key.value) : undefined

export const isNull = (node: ParsedNode | null): boolean =>
  node === null || (isScalar(node) && node.value === null)

/** Where to point at when the node at the end of a route is the trouble: at its key, if it has one. */
export const offsetOf = ({ document, steps, node }: Route): number =>
  steps.at(-1)?.item.key?.offset ?? node?.range[0] ?? document.range[0]

/** `ingress.public.middlewares[0]` */
export const renderPath = (path: YamlPath): string =>
  path.length === 0
    ? "the document"
    : path.map((key, at) => (typeof key === "number" ? `[${key}]` : at === 0 ? key : `.${key}`)).join("")

/** The refusal of a node that is of another type than the edit needs, or an alias. */
export const refuseType = (route: Route, path: YamlPath, expected: string) =>
  isAlias(route.node)
    ? refuseAlias(route.node, offsetOf(route), `${renderPath(path)} is an alias (*${route.node.source})`)
    : refuse(
        "yaml/wrong-type",
        offsetOf(route),
        `${renderPath(path)} is ${describe(route.node)}, expected ${expected}.`,
        `Make it ${expected}, then try again.`,
      )

export const refuseAlias = (alias: Alias, offset: number, what: string) =>
  refuse(
    "yaml/alias",
    offset,
    `${what}: an edit would show in other places, too.`,
    `Write the value out in place of *${alias.source}, then try again.`,
  )

const describe = (node: ParsedNode | null): string =>
  isMap(node) ? "a map" : isSeq(node) ? "a list" : isNull(node) ? "empty" : "a single value"
