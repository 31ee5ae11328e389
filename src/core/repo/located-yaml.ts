import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml"
import { explainYamlError } from "../contract/yaml-complaints.ts"
import { type Location, renderLocation } from "../errors.ts"
import { failure, type Result, success } from "../result.ts"

/** A value and where it stands, so that every derived default can say where it came from. */
export interface Located<Value> {
  readonly value: Value
  readonly location: Location
}

/** `path:line`: enough to find it, and short enough for a table. */
export const renderLine = ({ path, line }: Location): string =>
  renderLocation({ path, ...(line ? { line } : {}) })

/** The lines of several places, each file named once: `values.yaml:8, :10`. */
export const renderLines = (locations: readonly Location[]): string =>
  locations
    .map((location, index) =>
      location.path === locations[index - 1]?.path && location.line
        ? `:${location.line}`
        : renderLine(location),
    )
    .join(", ")

export interface YamlReader {
  readonly string: (...path: readonly string[]) => Located<string> | undefined
  readonly boolean: (...path: readonly string[]) => Located<boolean> | undefined
  /** The items that are strings; a lone string counts as a list of one. */
  readonly strings: (...path: readonly string[]) => readonly Located<string>[]
  /** Every string anywhere below the path, keys excluded. */
  readonly texts: (...path: readonly string[]) => readonly string[]
  /** True where the path holds anything at all, even `null`. */
  readonly has: (...path: readonly string[]) => boolean
}

export interface YamlSyntaxProblem {
  readonly what: string
  readonly location: Location
}

/**
 * Reads single values out of YAML text by path, each with its line; anything of another type counts as absent. YAML 1.1,
 * because Helm reads `yes` and `on` as true.
 */
export function readYaml(text: string, path: string): Result<YamlReader, YamlSyntaxProblem> {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    version: "1.1",
    merge: true,
    prettyErrors: false,
  })
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset)
    return { path, line, column: col }
  }
  if (document.errors.length > 0)
    return failure(
      ...document.errors.map((error) => {
        const { what, offset } = explainYamlError(error, text)
        return { what: firstLine(what), location: at(offset) }
      }),
    )

  const find = (keys: readonly string[]): Node | undefined =>
    keys.reduce<Node | undefined>((node, key) => member(node, key), resolve(document.contents))
  /** The value of a key, or else that of the first mapping merged in which has it. Source: yaml.org/type/merge.html. */
  const member = (node: Node | undefined, key: string): Node | undefined => {
    if (!isMap(node)) return undefined
    const own = resolve(node.get(key, true))
    if (own !== undefined) return own
    const merged = node.items.filter(({ key: name }) => isScalar(name) && name.source === "<<")
    return merged
      .flatMap(({ value }) => (isSeq(value) ? value.items : [value]))
      .map((source) => member(resolve(source), key))
      .find((found) => found !== undefined)
  }
  const resolve = (node: unknown): Node | undefined =>
    isAlias(node) ? node.resolve(document) : ((node ?? undefined) as Node | undefined)
  const locate = <Value>(node: Node, value: Value): Located<Value> => ({
    value,
    location: at(node.range?.[0] ?? 0),
  })
  const strings = (node: unknown): Located<string>[] => {
    const scalar = resolve(node)
    return isScalar(scalar) && typeof scalar.value === "string" ? [locate(scalar, scalar.value)] : []
  }
  return success({
    string: (...keys) => strings(find(keys))[0],
    boolean: (...keys) => {
      const node = find(keys)
      return isScalar(node) && typeof node.value === "boolean" ? locate(node, node.value) : undefined
    },
    strings: (...keys) => {
      const node = find(keys)
      return isSeq(node) ? node.items.flatMap(strings) : strings(node)
    },
    texts: (...keys) => {
      const node = find(keys)
      const found: string[] = []
      if (node)
        visit(node, {
          Scalar: (key, { value }) => {
            if (key !== "key" && typeof value === "string") found.push(value)
          },
        })
      return found
    },
    has: (...keys) => find(keys) !== undefined,
  })
}

const firstLine = (message: string): string => message.split("\n", 1)[0] ?? message
