/**
 * Where a values file refers to a middleware, however that is written: as an item of a list, as a lone text, quoted or not, or
 * among others in an annotation, with commas between them.
 */
import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseAllDocuments, type Scalar } from "yaml"
import { middlewareReference } from "../contract/names.ts"
import { splitMark } from "../yaml/lines.ts"
import type { YamlPath } from "../yaml/operation.ts"
import { keyText } from "../yaml/resolve-path.ts"
import type { Located } from "./located-yaml.ts"
import { middlewareOf } from "./release.ts"

export interface MiddlewareUse extends Located<string> {
  /** Leads to the text that has the reference. */
  readonly path: YamlPath
  /** What that text says without it; absent where it says nothing else. */
  readonly rest?: string
  /** Of a list: whether nothing else is in it, and whether it and what it belongs to are written in braces. */
  readonly list?: { readonly path: YamlPath; readonly emptied: boolean; readonly inline: boolean }
}

/** A middleware's names in references, before the `@`. */
export type MiddlewareNames = ReadonlySet<string>

/** By the release's name, as the guide has it, and by the name that its values give the object instead. */
export function middlewareNames(
  namespace: string,
  release: string,
  values: string | undefined,
): MiddlewareNames {
  return new Set(
    [release, middlewareOf(release, values)].map((name) => bareName(middlewareReference(namespace, name))),
  )
}

/**
 * Every use in a text, in its order; of a text that is no YAML, the lines. Without an `@` a name counts in lists of middlewares only:
 * elsewhere it may name anything.
 */
export function findMiddlewareUses(
  text: string,
  path: string,
  names: MiddlewareNames,
): readonly MiddlewareUse[] {
  // Parsing is what costs, and nearly no file of a repository has the name in it.
  if (![...names].some((name) => text.includes(name))) return []
  const lines = new LineCounter()
  const [, content] = splitMark(text)
  const documents = [
    ...parseAllDocuments<ParsedNode>(content, {
      lineCounter: lines,
      keepSourceTokens: true,
      logLevel: "silent",
    }),
  ]
  if (documents.some(({ errors }) => errors.length > 0)) return findLines(content, path, names)
  const locate = (node: ParsedNode) => {
    const { line, col } = lines.linePos(node.range[0])
    return { path, line, column: col }
  }

  const usesIn = (node: ParsedNode | null, at: YamlPath, list?: MiddlewareUse["list"]): MiddlewareUse[] => {
    if (isMap<ParsedNode, ParsedNode | null>(node))
      return node.items.flatMap((pair) => {
        const key = keyText(pair)
        return key === undefined ? [] : usesInValue(pair.value, [...at, key], node.flow === true)
      })
    if (isSeq<ParsedNode>(node)) return node.items.flatMap((item, index) => usesIn(item, [...at, index]))
    return isScalar(node) ? usesInText(node, at, list) : []
  }
  /** The value of a key; `within` tells that the key stands in braces. */
  const usesInValue = (node: ParsedNode | null, at: YamlPath, within: boolean): MiddlewareUse[] => {
    if (!isSeq<ParsedNode>(node)) return usesIn(node, at)
    const emptied = node.items.every((item) => isScalar(item) && meansOnly(item, at))
    const list = { path: at, emptied, inline: within && node.flow === true }
    return node.items.flatMap((item, index) => usesIn(item, [...at, index], list))
  }
  const usesInText = (node: Scalar.Parsed, at: YamlPath, list: MiddlewareUse["list"]): MiddlewareUse[] => {
    if (typeof node.value !== "string") return []
    const parts = node.value.split(",")
    const others = parts.filter((part) => !means(part, at))
    if (others.length === parts.length) return []
    const rest = others.join(",").trim()
    return [
      {
        path: at,
        value: node.value,
        location: locate(node),
        ...(rest === "" ? {} : { rest }),
        ...(list && { list }),
      },
    ]
  }
  const meansOnly = ({ value }: Scalar, at: YamlPath): boolean =>
    typeof value === "string" && value.split(",").every((part) => means(part, at))
  const means = (part: string, at: YamlPath): boolean =>
    names.has(bareName(part.trim())) && (part.includes("@") || at.includes("middlewares"))

  return documents.flatMap(({ contents }) => usesIn(contents, []))
}

/** What cannot be parsed may still be deployed by the time somebody looks; its lines are all that can be told. */
const findLines = (text: string, path: string, names: MiddlewareNames): readonly MiddlewareUse[] =>
  text
    .split("\n")
    .flatMap((value, index) =>
      [...names].some((name) => value.includes(`${name}@`))
        ? [{ path: [], value: value.trim(), location: { path, line: index + 1 } }]
        : [],
    )

const bareName = (reference: string): string => reference.split("@", 1)[0] ?? reference
