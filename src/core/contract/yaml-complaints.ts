/** What can be wrong with a YAML text itself, in our words and at an offset of the text. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, visit, type YAMLError } from "yaml"

export interface Complaint {
  /** In UTF-16 code units from the start of the text. */
  readonly offset: number
  readonly what: string
  readonly expected: string
}

const unreadable = [
  {
    pattern: /^(?:<{7}|>{7}|\|{7})(?: .*)?$|^={7}$/gm,
    what: "is a merge conflict marker",
    expected: "one side of the conflict",
  },
  {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    pattern: /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g,
    what: "is a control character",
    expected: "printable text",
  },
  {
    pattern: /\uFFFD/g,
    what: "is not UTF-8",
    expected: "a file saved as UTF-8",
  },
] as const

/** What keeps a text from being YAML at all; the parser's own complaints about it describe the damage, not the cause. */
export const findUnreadable = (text: string): readonly Complaint[] =>
  unreadable.flatMap(({ pattern, what, expected }) =>
    [...text.matchAll(pattern)].map(({ index }) => ({ offset: index, what, expected })),
  )

/** The parser's own error. Its message is kept where we know nothing better to say. */
export function explainYamlError({ code, message, pos: [offset] }: YAMLError, text: string): Complaint {
  switch (code) {
    case "TAB_AS_INDENT":
      return { offset, what: "is indented with a tab", expected: "spaces" }
    case "DUPLICATE_KEY":
      return { offset, what: `${keyAt(text, offset)} is there twice`, expected: "each key once" }
    case "BAD_INDENT":
    case "BLOCK_AS_IMPLICIT_KEY":
      return {
        offset,
        what: lowerFirst(message),
        expected: "the indentation of its neighbours, or quotes around a colon",
      }
    case "NON_STRING_KEY":
      return { offset, what: "is a key that is not text", expected: "a plain key" }
    case "TAG_RESOLVE_FAILED":
      return { offset, what: lowerFirst(message), expected: "a value without a tag" }
    default:
      return { offset, what: lowerFirst(message), expected: "valid YAML" }
  }
}

/** Helm reads the first document and drops the rest without a word. */
export const findSecondDocument = (others: readonly Document.Parsed[]): readonly Complaint[] =>
  others
    .filter(({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null))
    .slice(0, 1)
    .map(({ contents }) => ({
      offset: contents?.range[0] ?? 0,
      what: "starts a second document",
      expected: "one document in the file",
    }))

/** Aliases that point to nothing, or to something that they are part of. */
export function findBadAliases(document: Document.Parsed): readonly Complaint[] {
  const complaints: Complaint[] = []
  visit(document, {
    Alias: (_key, alias) => {
      const target = alias.resolve(document)
      const offset = alias.range?.[0] ?? 0
      if (target === undefined)
        complaints.push({
          offset,
          what: `*${alias.source} names no anchor`,
          expected: `&${alias.source} before it`,
        })
      else if (contains(target, offset))
        complaints.push({
          offset,
          what: `*${alias.source} contains itself`,
          expected: "an anchor that has ended",
        })
    },
  })
  return complaints
}

/** `<<` with anything but mappings, which have keys to merge. */
export function findBadMerges(document: Document.Parsed): readonly Complaint[] {
  const complaints: Complaint[] = []
  const resolved = (node: unknown) => (isAlias(node) ? node.resolve(document) : node)
  visit(document, {
    Pair: (_key, { key, value }) => {
      if (!isScalar(key) || key.type !== "PLAIN" || key.value !== "<<") return
      const source = resolved(value)
      const sources = isSeq(source) ? source.items.map(resolved) : [source]
      if (!sources.every(isMap))
        complaints.push({
          offset: key.range?.[0] ?? 0,
          what: "<< merges what has no keys",
          expected: "a mapping",
        })
    },
  })
  return complaints
}

const contains = (node: Node, offset: number): boolean =>
  node.range != null && node.range[0] <= offset && offset < node.range[1]

const keyAt = (text: string, offset: number): string =>
  /^["']?([^\s:"']+)/.exec(text.slice(offset, offset + 100))?.[1] ?? "a key"

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1)
