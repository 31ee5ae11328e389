import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from "yaml"
import { type Result, success } from "../result.ts"
import type { Change, Collection } from "./change.ts"
import { findShared } from "./find-shared.ts"
import { modelOf, modelOfValue, sameModel } from "./model.ts"
import type {
  AppendItem,
  Quote,
  RemoveItem,
  RenameKey,
  SetValue,
  YamlOperation,
  YamlValue,
} from "./operation.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import { planDrop } from "./plan-drop.ts"
import { type OffsetProblem, refuse } from "./problem.ts"
import { possibleQuote, quoteOf } from "./quote.ts"
import {
  isNull,
  keyText,
  offsetOf,
  type Route,
  refuseAlias,
  refuseType,
  renderPath,
  resolvePath,
  stepTo,
} from "./resolve-path.ts"
import { endOf, endsInText, entriesOf } from "./tokens.ts"

type Planned = Result<Change | undefined, OffsetProblem>

/**
 * The change that an operation asks for; undefined when the document already says so. `remove-item` takes one item at a
 * time, so it is done when planning it again yields nothing.
 */
export function planChange(text: string, document: YamlDocument, operation: YamlOperation): Planned {
  const planned = planUnshared(text, document, operation)
  const shared = planned.ok && planned.value && findShared(document, planned.value)
  return shared
    ? refuseAlias(shared, shared.range?.[0] ?? 0, `*${shared.source} refers to what is to be edited`)
    : planned
}

function planUnshared(text: string, document: YamlDocument, operation: YamlOperation): Planned {
  const route = resolvePath(document, operation.path)
  if (!route.ok) return route
  switch (operation.kind) {
    case "append-item":
      return planAppend(text, route.value, operation)
    case "remove-item":
      return planRemoveItem(text, route.value, operation)
    case "set":
      return planSet(text, route.value, operation)
    case "remove":
      return planRemove(text, route.value)
    case "rename-key":
      return planRename(route.value, operation)
  }
}

function planAppend(text: string, route: Route, { path, item }: AppendItem): Planned {
  const { node, rest } = route
  if (rest.length > 0 || isNull(node)) return planWrite(text, route, [item])
  if (!isSeq(node)) return refuseType(route, path, "a list")
  const isThere = node.items.some((entry) => textOf(entry, route.document) === item)
  return isThere ? success(undefined) : planAdd(text, route, node, { value: item })
}

function planRemoveItem(text: string, route: Route, { path, item }: RemoveItem): Planned {
  const { document, steps, node, rest } = route
  if (rest.length > 0 || isNull(node)) return success(undefined)
  if (!isSeq(node)) return refuseType(route, path, "a list")
  const index = node.items.findLastIndex((entry) => textOf(entry, document) === item)
  const target = stepTo(node, index)
  return success(target && planDrop(text, document, steps, target))
}

function planSet(text: string, route: Route, { path, value, quote }: SetValue): Planned {
  const { node, steps, rest } = route
  if (rest.length > 0) return planWrite(text, route, value, quote)
  if (!isAlias(node) && sameModel(modelOf(node), modelOfValue(value))) {
    const asked = quote !== undefined && typeof value === "string" ? possibleQuote(value, quote) : undefined
    if (asked === undefined || asked === quoteOf(node)) return success(undefined)
  }
  if (node !== null && !isScalar(node)) return refuseType(route, path, "a single value")
  return steps.length === 0 ? refuseRoot(route.document) : planReplace(route, value, quote)
}

function planRemove(text: string, { document, steps, rest }: Route): Planned {
  const target = steps.at(-1)
  if (rest.length > 0) return success(undefined)
  return target ? success(planDrop(text, document, steps.slice(0, -1), target)) : refuseRoot(document)
}

function planRename(route: Route, { path, to }: RenameKey): Planned {
  const { document, steps, node, rest } = route
  const last = steps.at(-1)
  const map = rest.length > 0 ? node : last?.parent
  const isThere = isMap(map) && map.items.some((pair) => keyText(pair) === to)
  if (rest.length > 0)
    return rest.length === 1 && isThere
      ? success(undefined)
      : refuse(
          "yaml/not-found",
          offsetOf(route),
          `${renderPath(path)} is not there, so it cannot be renamed to ${to}.`,
          "Look for another spelling of the key.",
        )
  const key = last && isMap(last.parent) ? last.parent.items[last.index]?.key : undefined
  if (!isScalar(key)) return refuseRoot(document)
  if (String(key.value) === to) return success(undefined)
  return isThere
    ? refuse(
        "yaml/key-exists",
        key.range[0],
        `${renderPath(path)} cannot be renamed: ${to} is there already.`,
        "Keep one of the two.",
      )
    : success({ kind: "rename", steps, key, to })
}

/** Writes a value where the route ends, with the parents that are missing. */
function planWrite(text: string, route: Route, value: YamlValue, quote?: Quote): Planned {
  const { node, rest } = route
  const missing = rest.filter((key) => typeof key === "string")
  if (missing.length < rest.length)
    return refuse(
      "yaml/not-found",
      offsetOf(route),
      `There is no item ${renderPath(rest)} here.`,
      "Add the item first.",
    )
  if (!isMap(node)) return planReplace(route, nest(missing, value), quote)
  const [key = "", ...deeper] = missing
  return planAdd(text, route, node, { key, value: nest(deeper, value), ...(quote && { quote }) })
}

/** Readers differ in what they make of a value that does not fit its tag. */
const planReplace = ({ steps, node }: Route, value: YamlValue, quote?: Quote): Planned =>
  node?.tag === undefined
    ? success({ kind: "replace", steps, node, value, ...(quote && { quote }) })
    : refuse(
        "yaml/unsafe-edit",
        node.range[0],
        `The value to replace has a tag (${node.tag}), which would apply to the new one.`,
        "Remove the tag first.",
      )

const nest = (keys: readonly string[], value: YamlValue): YamlValue =>
  keys.reduceRight<YamlValue>((inner, key) => ({ [key]: inner }), value)

/**
 * A file may end in a text block without a line break. What follows would add that line break to its value (in Helm's
 * reader; the one used here adds it anyway), so a new key goes before it; a list has an order to keep.
 */
function planAdd(
  text: string,
  { steps }: Route,
  to: Collection,
  entry: { readonly key?: string; readonly value: YamlValue; readonly quote?: Quote },
): Planned {
  const count = to.items.length
  const last = entriesOf(to.srcToken).at(-1)
  const isOpenEnded = last && endsInText(last) && endOf(last) === text.length && !text.endsWith("\n")
  if (!isOpenEnded) return success({ kind: "add", steps, to, index: count, ...entry })
  return entry.key !== undefined && count > 1
    ? success({ kind: "add", steps, to, index: count - 1, ...entry })
    : refuse(
        "yaml/unsafe-edit",
        to.range[0],
        "The text block at the end of the file has no line break after it; adding to the file would change its value.",
        "End the file with a line break.",
      )
}

const refuseRoot = (document: YamlDocument) =>
  refuse("yaml/not-found", document.range[0], "The path names no key.", "Name a key of the file.")

/** What an item says, be it written out or an alias. */
function textOf(item: ParsedNode, document: YamlDocument): unknown {
  const node = isAlias(item) ? item.resolve(document) : item
  return isScalar(node) ? node.value : undefined
}
