import { type Alias, isAlias, isCollection, isNode, isPair, isScalar, visit } from "yaml"
import type { Change } from "./change.ts"
import type { YamlDocument } from "./parse-yaml.ts"

/** An alias that refers to what a change affects: to a node around its place, or to one that goes. */
export function findShared(document: YamlDocument, change: Change): Alias | undefined {
  const around = change.kind === "rename" ? change.steps.slice(0, -1) : change.steps
  const going = new Set(change.kind === "drop" ? nodesIn(change.from.items[change.index]) : [])
  const affected = new Set<unknown>([document.contents, ...around.map(({ node }) => node), ...going])
  const anchored = new Map<string, unknown>()
  let shared: Alias | undefined
  visit(document, (_, node) => {
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) anchored.set(node.anchor, node)
    if (!isAlias(node) || going.has(node) || !affected.has(anchored.get(node.source))) return undefined
    shared = node
    return visit.BREAK
  })
  return shared
}

const nodesIn = (entry: unknown): readonly unknown[] => {
  if (isPair(entry)) return [...nodesIn(entry.key), ...nodesIn(entry.value)]
  if (!isNode(entry)) return []
  return isCollection(entry) ? [entry, ...entry.items.flatMap(nodesIn)] : [entry]
}
