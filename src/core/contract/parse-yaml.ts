/**
 * YAML text to plain data, as Helm reads it (`helm-scalars.ts`). Where Helm would read on and lose something, such as the
 * first of two equal keys or a second document, this reports a problem.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from "yaml"
import type { Location } from "../errors.ts"
import { failure, type Result, success } from "../result.ts"
import { helmScalars } from "./helm-scalars.ts"
import type { KeyPath, LocatedProblem, Severity } from "./problem.ts"
import {
  type Complaint,
  explainYamlError,
  findBadAliases,
  findBadMerges,
  findSecondDocument,
  findUnreadable,
} from "./yaml-complaints.ts"

export interface ParsedYaml {
  /** Plain data; an empty text is an empty mapping. */
  readonly value: unknown
  /** The value at a path as it is written, or undefined where nothing stands there. */
  readonly nodeAt: (path: KeyPath) => Node | undefined
  /** Where the key at a path stands; for a path that is not there, the nearest key above it. */
  readonly locate: (path: KeyPath) => Location
  readonly warnings: readonly LocatedProblem[]
}

/** `file` is what the problems call the text's file. */
export function parseYaml(source: string, file: string): Result<ParsedYaml, LocatedProblem> {
  const text = source.replace(/^\uFEFF/, "")
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: "failsafe",
    customTags: helmScalars,
    merge: true,
    stringKeys: true,
  })
  const locationOf = (offset: number): Location => {
    const { line, col } = lines.linePos(offset)
    return { path: file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const report =
    (severity: Severity) =>
    ({ offset, what, expected }: Complaint): LocatedProblem => ({
      path: [],
      what,
      expected,
      rule: "yaml",
      severity,
      location: locationOf(offset),
    })

  const [document, ...others] = documents
  const complaints = complain(text, document, others)
  if (complaints.length > 0) return failure(...firstOfEachLine(complaints.map(report("error"))))
  const data = plainData(document)
  if (!data.ok) return failure(...data.problems.map(report("error")))
  return success({
    value: data.value ?? {},
    nodeAt: (path) => walk(document, path).node,
    locate: (path) => locationOf(walk(document, path).offset),
    warnings:
      document?.warnings.map((warning) => explainYamlError(warning, text)).map(report("warning")) ?? [],
  })
}

/** One mistake makes the parser stumble several times over the same line. */
function firstOfEachLine(problems: readonly LocatedProblem[]): readonly LocatedProblem[] {
  const first = new Map(problems.toReversed().map((problem) => [problem.location.line, problem]))
  return problems.filter((problem) => first.get(problem.location.line) === problem)
}

/** Fails on a text that aliases itself up to a size that no memory holds. */
function plainData(document: Document.Parsed | undefined): Result<unknown, Complaint> {
  try {
    return success(document?.toJS())
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return failure({ offset: 0, what: "repeats its anchors too often", expected: "fewer aliases" })
  }
}

/** The complaints of the first kind that has any, since those of the later kinds would be consequences. */
function complain(
  text: string,
  document: Document.Parsed | undefined,
  others: readonly Document.Parsed[],
): readonly Complaint[] {
  const unreadable = findUnreadable(text)
  if (unreadable.length > 0 || document === undefined) return unreadable
  const malformed = document.errors.map((error) => explainYamlError(error, text))
  if (malformed.length > 0) return malformed
  return [...findSecondDocument(others), ...findBadAliases(document), ...findBadMerges(document)]
}

/** The value at a path, and the offset of its key or of the last key on the way that is there. */
function walk(document: Document.Parsed | undefined, path: KeyPath): Step {
  let step: Step = { node: document?.contents ?? undefined, offset: document?.contents?.range[0] ?? 0 }
  for (const part of path) {
    const node = isAlias(step.node) && document ? step.node.resolve(document) : step.node
    const child = childOf(node, part)
    if (child === undefined) return { node: undefined, offset: step.offset }
    step = { node: child.node, offset: child.offset ?? step.offset }
  }
  return step
}

interface Step {
  readonly node: Node | undefined
  readonly offset: number
}

interface Child {
  readonly node: Node | undefined
  readonly offset: number | undefined
}

function childOf(node: Node | undefined, part: string | number): Child | undefined {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
    return pair && { node: pair.value ?? undefined, offset: pair.key.range?.[0] }
  }
  const item = isSeq<Node>(node) && typeof part === "number" ? node.items[part] : undefined
  return item && { node: item, offset: item.range?.[0] }
}
