import { isAlias, isCollection, isMap, isPair, isScalar, type ParsedNode } from "yaml"
import type { YamlValue } from "./operation.ts"

/**
 * What a document means, as a tree that can be compared: values, order, tags and anchors, but no layout.
 *
 * The children of a map are pairs, those of a pair are its key and value. An alias *is* the model of its anchor (shared,
 * so this is a graph): an edit inside an anchored node therefore shows at every alias too.
 */
export interface Model {
  readonly kind: "scalar" | "map" | "seq" | "pair"
  readonly value?: unknown
  readonly tag?: string | undefined
  readonly anchor?: string | undefined
  readonly children: readonly Model[]
}

export function modelOf(root: ParsedNode | null): Model {
  const anchored = new Map<string, Model>()

  const build = (node: unknown): Model => {
    if (isPair(node)) return { kind: "pair", children: [build(node.key), build(node.value)] }
    if (isAlias(node))
      return anchored.get(node.source) ?? { kind: "scalar", anchor: `*${node.source}`, children: [] }
    if (!isScalar(node) && !isCollection(node)) return emptyModel
    const { tag, anchor } = node
    const children: Model[] = []
    const model: Model = isScalar(node)
      ? { kind: "scalar", value: node.value, tag, anchor, children }
      : { kind: isMap(node) ? "map" : "seq", tag, anchor, children }
    // Known before its children are: an anchored list may hold an alias of itself.
    if (anchor !== undefined) anchored.set(anchor, model)
    if (isCollection(node)) for (const item of node.items) children.push(build(item))
    return model
  }
  return build(root)
}

/** The model of a value that is about to be written. */
export function modelOfValue(value: YamlValue): Model {
  if (value === null || typeof value !== "object") return { kind: "scalar", value, children: [] }
  if (Array.isArray(value)) return { kind: "seq", children: value.map(modelOfValue) }
  return { kind: "map", children: Object.entries(value).map(([key, child]) => modelOfPair(key, child)) }
}

export const modelOfPair = (key: string, value: YamlValue): Model => ({
  kind: "pair",
  children: [modelOfValue(key), modelOfValue(value)],
})

/** Replaces the node that the child indexes lead to. Only the nodes on the way are new. */
export function replaceAt(model: Model, indexes: readonly number[], replace: (model: Model) => Model): Model {
  const [index, ...deeper] = indexes
  if (index === undefined) return replace(model)
  return {
    ...model,
    children: model.children.map((child, at) => (at === index ? replaceAt(child, deeper, replace) : child)),
  }
}

/** Whether two documents mean the same. Shared parts are compared once, so aliases of aliases stay cheap. */
export function sameModel(a: Model, b: Model | undefined, seen: Map<Model, Model> = new Map()): boolean {
  if (a === b || seen.get(a) === b) return true
  if (!b) return false
  seen.set(a, b)
  return (
    a.kind === b.kind &&
    sameScalar(a.value, b.value) &&
    a.tag === b.tag &&
    a.anchor === b.anchor &&
    a.children.length === b.children.length &&
    a.children.every((child, index) => sameModel(child, b.children[index], seen))
  )
}

/** Dates and binaries are objects; as JSON they compare by content. */
const sameScalar = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) ||
  (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b))

const emptyModel: Model = { kind: "scalar", value: null, children: [] }
