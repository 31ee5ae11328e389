import { type Document, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml"
import type { Location } from "../errors.ts"
import { failure, type Result, success } from "../result.ts"

/** A GitHub Actions workflow, as far as running it by hand goes. */
export interface Workflow {
  /** Relative to the repository's root. */
  readonly path: string
  /** As the Actions tab lists it: the file's path where it has no `name`. */
  readonly name: string
  /** True where `workflow_dispatch` is one of its triggers. */
  readonly dispatchable: boolean
  /** In the file's order. */
  readonly inputs: readonly WorkflowInput[]
  /** Every text value of the file and where it stands, for rules that look at all of them. */
  readonly scalars: readonly Scalar[]
}

export interface WorkflowInput {
  readonly name: string
  readonly required: boolean
  /** What a run gets when the input is left out. */
  readonly preset: string | undefined
  /** Of `type: choice`; empty for every other type. */
  readonly options: readonly string[]
  readonly location: Location
}

export interface Scalar {
  /** Keys and list indexes from the top: `["jobs", "store", "steps", 0, "run"]`. */
  readonly keys: readonly (string | number)[]
  readonly text: string
  /** Where a part of the text stands in the file; the start of the value where the file spells that part another way. */
  readonly locate: (part: string) => Location
}

export interface WorkflowProblem {
  readonly what: string
  readonly location: Location
}

/**
 * Reads a workflow file, or says why it is not YAML.
 *
 * Source: GitHub docs, "Workflow syntax for GitHub Actions", `on.workflow_dispatch.inputs`. YAML 1.2, where `on` is a word.
 */
export function parseWorkflow(text: string, path: string): Result<Workflow, WorkflowProblem> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" })
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset)
    return { path, line, column: col }
  }
  if (document.errors.length > 0)
    return failure(...document.errors.map(({ message, pos }) => ({ what: message, location: at(pos[0]) })))

  const plain = toPlain(document)
  if (!plain.ok) return failure({ what: plain.problems.join(), location: at(0) })
  const content = record(plain.value)
  const trigger = triggerOf(content.on)
  return success({
    path,
    name: typeof content.name === "string" && content.name !== "" ? content.name : path,
    dispatchable: trigger !== undefined,
    inputs: Object.entries(record(trigger?.inputs)).map(([name, declared]) => {
      const node = document.getIn(["on", "workflow_dispatch", "inputs", name], true)
      return { ...parseInput(name, record(declared)), location: at(startOf(node)) }
    }),
    scalars: readScalars(document.contents, text, at),
  })
}

/** An alias of nothing, or aliases of aliases without end, are found only here. */
function toPlain(document: Document): Result<unknown> {
  try {
    return success(document.toJS({ maxAliasCount: 100 }))
  } catch (error) {
    if (error instanceof ReferenceError) return failure(error.message)
    throw error
  }
}

/** `on` may be a word, a list of words, or a map. */
function triggerOf(on: unknown): Readonly<Record<string, unknown>> | undefined {
  if (on === "workflow_dispatch" || (Array.isArray(on) && on.includes("workflow_dispatch"))) return {}
  const triggers = record(on)
  return "workflow_dispatch" in triggers ? record(triggers.workflow_dispatch) : undefined
}

function parseInput(name: string, declared: Readonly<Record<string, unknown>>) {
  const { required, default: preset, options } = declared
  return {
    name,
    required: required === true,
    preset: preset === undefined || preset === null ? undefined : String(preset),
    options: Array.isArray(options) ? options.map(String) : [],
  }
}

function readScalars(contents: Node | null, source: string, at: (offset: number) => Location): Scalar[] {
  const scalars: Scalar[] = []
  visit(contents, {
    Scalar: (key, node, ancestors) => {
      if (key === "key" || typeof node.value !== "string") return
      const [start, end] = node.range ?? [0, 0]
      scalars.push({
        keys: keysOf([...ancestors, node]),
        text: node.value,
        locate: (part) => {
          const within = source.slice(start, end).indexOf(part)
          return at(start + Math.max(within, 0))
        },
      })
    },
  })
  return scalars
}

/** The path down to the last node, from the collections and pairs around it. */
function keysOf(nodes: readonly unknown[]): (string | number)[] {
  return nodes.flatMap((node, depth): (string | number)[] => {
    const child = nodes[depth + 1]
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : ""]
    return isSeq(node) ? [node.items.indexOf(child)] : []
  })
}

const startOf = (node: unknown): number =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)
    ? node.range[0]
    : 0

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
