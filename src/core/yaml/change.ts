import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml"
import { type failure, type Result, success } from "../result.ts"
import { type Model, modelOfPair, modelOfValue, replaceAt } from "./model.ts"
import type { Quote, YamlOperation, YamlPath, YamlValue } from "./operation.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import { type OffsetProblem, refuse } from "./problem.ts"
import {
  describe,
  isNull,
  keyText,
  offsetOf,
  type Route,
  renderPath,
  resolvePath,
  type Step,
} from "./resolve-path.ts"

export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed

/** What an operation comes to in a given document: one change at one place. `steps` lead to that place. */
export type Change =
  | {
      readonly kind: "add"
      readonly steps: Steps
      readonly to: Collection
      readonly key?: string
      readonly value: YamlValue
      readonly quote?: Quote
    }
  | {
      readonly kind: "replace"
      readonly steps: Steps
      readonly node: ParsedNode | null
      readonly value: YamlValue
      readonly quote?: Quote
    }
  | { readonly kind: "drop"; readonly steps: Steps; readonly from: Collection; readonly index: number }
  | { readonly kind: "rename"; readonly steps: Steps; readonly key: Scalar.Parsed; readonly to: string }

type Steps = readonly Step[]
type Planned = Result<Change | undefined, OffsetProblem>

/**
 * The change that an operation asks for; undefined when the document already says so. `remove-item` takes one item at a
 * time, so an operation is done when planning it again yields nothing.
 */
export function planChange(operation: YamlOperation, document: YamlDocument): Planned {
  const route = resolvePath(document, operation.path)
  if (!route.ok) return route
  switch (operation.kind) {
    case "append-item":
      return planAppend(route.value, operation)
    case "remove-item":
      return planRemoveItem(route.value, operation)
    case "set":
      return planSet(route.value, operation)
    case "remove":
      return planRemove(route.value)
    case "rename-key":
      return planRename(route.value, operation)
  }
}

function planAppend(route: Route, { path, item }: Extract<YamlOperation, { kind: "append-item" }>): Planned {
  const { node, steps, rest } = route
  if (rest.length > 0 || isNull(node)) return planWrite(route, [item])
  if (!isSeq(node)) return refuseType(route, path, "a list")
  const present = node.items.some((entry) => textOf(entry, route.document) === item)
  return success(present ? undefined : { kind: "add", steps, to: node, value: item })
}

function planRemoveItem(
  route: Route,
  { path, item }: Extract<YamlOperation, { kind: "remove-item" }>,
): Planned {
  const { node, steps, rest } = route
  if (rest.length > 0 || isNull(node)) return success(undefined)
  if (!isSeq(node)) return refuseType(route, path, "a list")
  const index = node.items.findLastIndex((entry) => textOf(entry, route.document) === item)
  return success(index === -1 ? undefined : planDrop(steps, node, index))
}

function planSet(route: Route, { path, value, quote }: Extract<YamlOperation, { kind: "set" }>): Planned {
  const { node, steps, rest } = route
  const style = quote === undefined ? {} : { quote }
  if (rest.length > 0) return planWrite(route, value, quote)
  if (isAlias(node) || !(node === null || isScalar(node))) return refuseType(route, path, "a single value")
  const same =
    (node?.value ?? null) === value &&
    (quote === undefined || typeof value !== "string" || quoteOf(node) === quote)
  return success(same ? undefined : { kind: "replace", steps, node, value, ...style })
}

function planRemove({ steps, rest, document }: Route): Planned {
  const last = steps.at(-1)
  if (rest.length > 0) return success(undefined)
  if (!last) return refuse("yaml/not-found", document.range[0], "There is no key to remove.", "Name a key.")
  return success(planDrop(steps.slice(0, -1), last.parent, last.index))
}

function planRename(route: Route, { path, to }: Extract<YamlOperation, { kind: "rename-key" }>): Planned {
  const { steps, rest, node, document } = route
  const has = (map: unknown) => isMap(map) && map.items.some((pair) => keyText(pair) === to)
  if (rest.length > 0)
    return rest.length === 1 && has(node)
      ? success(undefined)
      : refuse(
          "yaml/not-found",
          offsetOf(document, steps, node),
          `${renderPath(path)} is not there, so it cannot be renamed to ${to}.`,
          "Look for another spelling of the key.",
        )
  const last = steps.at(-1)
  const key = last && isMap(last.parent) ? last.parent.items[last.index]?.key : undefined
  if (!last || !isScalar(key))
    return refuse("yaml/not-found", document.range[0], "There is no key to rename.", "Name a key.")
  if (keyText({ key } as never) === to) return success(undefined)
  if (has(last.parent))
    return refuse(
      "yaml/key-exists",
      key.range[0],
      `${renderPath(path)} cannot be renamed: ${to} is there already.`,
      "Keep one of the two.",
    )
  return success({ kind: "rename", steps, key: key as Scalar.Parsed, to })
}

/** Writes a value where the route ends, with the parents that are missing. */
function planWrite({ node, steps, rest, document }: Route, value: YamlValue, quote?: Quote): Planned {
  const style = quote === undefined ? {} : { quote }
  const missing = rest.filter((key) => typeof key === "string")
  if (missing.length < rest.length)
    return refuse(
      "yaml/not-found",
      offsetOf(document, steps, node),
      `The list has no item ${renderPath(rest)}.`,
      "Add the item first.",
    )
  if (!isMap(node)) return success({ kind: "replace", steps, node, value: nest(missing, value), ...style })
  const [key = "", ...deeper] = missing
  return success({ kind: "add", steps, to: node, key, value: nest(deeper, value), ...style })
}

const nest = (keys: readonly string[], value: YamlValue): YamlValue =>
  keys.reduceRight<YamlValue>((inner, key) => ({ [key]: inner }), value)

/** A block collection cannot be empty, so one that loses its last entry goes as a whole; a flow collection stays. */
function planDrop(steps: Steps, from: Collection, index: number): Change {
  const last = steps.at(-1)
  return last && !from.flow && from.items.length === 1
    ? planDrop(steps.slice(0, -1), last.parent, last.index)
    : { kind: "drop", steps, from, index }
}

function refuseType(
  { document, steps, node }: Route,
  path: YamlPath,
  expected: string,
): ReturnType<typeof failure<OffsetProblem>> {
  return isAlias(node)
    ? refuse(
        "yaml/alias",
        offsetOf(document, steps, node),
        `${renderPath(path)} is an alias (*${node.source}): editing it would change what it stands for, too.`,
        "Write the value out in place of the alias, then try again.",
      )
    : refuse(
        "yaml/wrong-type",
        offsetOf(document, steps, node),
        `${renderPath(path)} is ${describe(node)}, expected ${expected}.`,
        `Make it ${expected}, then try again.`,
      )
}

/** An item's string, be it written out or an alias. */
function textOf(item: ParsedNode, document: YamlDocument): unknown {
  const node = isAlias(item) ? item.resolve(document) : item
  return isScalar(node) ? node.value : undefined
}

/** How a scalar is quoted; undefined when it is a block scalar or not written at all. */
export function quoteOf(node: ParsedNode | null): Quote | undefined {
  const type = isScalar(node) ? node.type : undefined
  return type === "PLAIN"
    ? "plain"
    : type === "QUOTE_SINGLE"
      ? "single"
      : type === "QUOTE_DOUBLE"
        ? "double"
        : undefined
}

/** The document as it must read after the change. */
export function changeModel(model: Model, change: Change): Model {
  const place = change.steps.flatMap(({ parent, index }) => (isMap(parent) ? [index, 1] : [index]))
  switch (change.kind) {
    case "add": {
      const entry =
        change.key === undefined ? modelOfValue(change.value) : modelOfPair(change.key, change.value)
      return replaceAt(model, place, (at) => ({ ...at, children: [...at.children, entry] }))
    }
    case "replace":
      return replaceAt(model, place, ({ kind, value, children, ...properties }) => ({
        ...properties,
        ...modelOfValue(change.value),
      }))
    case "drop":
      return replaceAt(model, place, (at) => {
        const children = at.children.filter((_, index) => index !== change.index)
        return children.length === 0 && !change.from.flow ? modelOfValue(null) : { ...at, children }
      })
    case "rename":
      return replaceAt(model, [...place.slice(0, -1), 0], (at) => ({ ...at, value: change.to }))
  }
}
