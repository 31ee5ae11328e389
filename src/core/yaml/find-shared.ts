import { type Alias, type Node, visit } from "yaml"
import type { Change } from "./change.ts"
import type { YamlDocument } from "./parse-yaml.ts"

/** An alias that stands for a node in which the change happens, so that the change would show at the alias as well. */
export function findShared(document: YamlDocument, { kind, steps }: Change): Alias | undefined {
  const changed = kind === "rename" ? steps.slice(0, -1) : steps
  const anchored = new Set<Node | null>([document.contents, ...changed.map(({ node }) => node)])
  const names = new Set([...anchored].map((node) => (node && "anchor" in node ? node.anchor : undefined)))
  let found: Alias | undefined
  visit(document, {
    Alias(_, alias) {
      if (!names.has(alias.source) || !anchored.has(alias.resolve(document) ?? null)) return undefined
      found = alias
      return visit.BREAK
    },
  })
  return found
}
