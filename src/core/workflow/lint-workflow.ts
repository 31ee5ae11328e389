import type { Location } from "../errors.ts"
import { type EventFileUse, isTraced, readEventFileUse, readScriptUse } from "./event-file.ts"
import { findInputExpressions, mentionsInput } from "./expressions.ts"
import type { Scalar, Workflow } from "./parse-workflow.ts"

export interface WorkflowLint {
  /** `unknown`: nothing leaks as far as the file tells, and nothing in it shows that the value is masked either. */
  readonly verdict: "safe" | "unknown" | "leaks"
  /** In the file's order. */
  readonly findings: readonly LeakFinding[]
  /** Workflows that jobs call: they see the same event, so the verdict holds for this file alone. */
  readonly calls: readonly string[]
}

export interface LeakFinding {
  readonly severity: "leak" | "doubt"
  readonly place: LeakPlace
  /** A sentence that names the place and what shows the value there. */
  readonly what: string
  readonly location: Location
}

export type LeakPlace = keyof typeof places | "event-file"

/**
 * Where a secret that is sent as the named input could be read by everyone who may read the repository.
 *
 * Source: actions/runner#475, #643 and #2988: a step's `run`, `env` and `with`, and a called workflow's inputs, are printed
 * with expressions filled in, before any command of the step can mask them.
 */
export function lintWorkflow(workflow: Workflow, input: string): WorkflowLint {
  const uses = workflow.scalars.map((scalar) => ({ scalar, use: readUse(scalar, input) }))
  const findings = uses.flatMap(({ scalar, use }) => [
    ...findInterpolations(scalar, input),
    ...findEventFile(scalar, use),
    ...(use.kind === "none" ? [] : findTracedShell(scalar, workflow)),
  ])
  const masked = uses.some(({ use }) => use.kind === "masked")
  const leaks = findings.some(({ severity }) => severity === "leak")
  const calls = workflow.scalars.flatMap(({ keys, text }) =>
    keys.length === 3 && keys[0] === "jobs" && keys[2] === "uses" ? [text] : [],
  )
  const safe = masked && findings.length === 0 && calls.length === 0
  return { verdict: leaks ? "leaks" : safe ? "safe" : "unknown", findings, calls }
}

/** The step that a platform team can paste in place of the one that leaks. */
export const safeSteps = (input: string): readonly string[] => [
  `VALUE=$(jq -r '.inputs.${input}' "$GITHUB_EVENT_PATH")`,
  'echo "::add-mask::$VALUE"',
]

/** Kinds of places, by what GitHub shows of them. */
const places = {
  run: { severity: "leak", shows: "the step's script is printed before it runs" },
  env: { severity: "leak", shows: "a step's environment is printed before it runs" },
  with: { severity: "leak", shows: "an action's inputs are printed before it runs" },
  "called-workflow": {
    severity: "leak",
    shows: "a called workflow's inputs are printed when its job is set up",
  },
  title: { severity: "leak", shows: "names are shown in the list of runs" },
  settings: { severity: "leak", shows: "the settings of a job are shown with the run" },
  "called-secrets": {
    severity: "doubt",
    shows: "whether it is masked in the called workflow is not documented",
  },
  condition: { severity: "doubt", shows: "conditions are printed when debug logging is on" },
  outputs: {
    severity: "doubt",
    shows: "outputs travel on to other jobs, which do not know that it is secret",
  },
} as const satisfies Record<string, { readonly severity: LeakFinding["severity"]; readonly shows: string }>

function findInterpolations(scalar: Scalar, input: string): LeakFinding[] {
  const place = placeOf(scalar.keys)
  if (place === undefined) return []
  // A condition is an expression with or without the braces.
  const bare = place === "condition" && !scalar.text.includes("${{") && mentionsInput(scalar.text, input)
  const expressions = bare ? [scalar.text] : findInputExpressions(scalar.text, input)
  const { severity, shows } = places[place]
  return expressions.map((expression) => ({
    severity,
    place,
    what: `${expression} stands in ${scalar.keys.join(".")}, and ${shows}.`,
    location: scalar.locate(expression),
  }))
}

function placeOf(keys: Scalar["keys"]): keyof typeof places | undefined {
  const last = keys.at(-1)
  const [top, , section, , field] = keys
  if (top === "on" || top === "description") return undefined
  if (last === "run-name" || last === "name") return "title"
  if (last === "if") return "condition"
  if (top === "env" || section === "env" || field === "env") return "env"
  if (section === "with") return "called-workflow"
  if (section === "secrets") return "called-secrets"
  if (section === "outputs") return "outputs"
  if (section === "steps") return field === "run" || field === "with" ? field : "settings"
  return "settings"
}

function readUse({ keys, text }: Scalar, input: string): EventFileUse {
  const [, , section, , field, name] = keys
  if (section !== "steps") return { kind: "none" }
  if (field === "run") return readEventFileUse(text, input)
  return field === "with" && name === "script" ? readScriptUse(text) : { kind: "none" }
}

function findEventFile({ keys, locate }: Scalar, use: EventFileUse): LeakFinding[] {
  if (use.kind === "none" || use.kind === "masked") return []
  const leak = use.kind === "printed"
  const why = leak ? use.how : "nothing here masks the value"
  return [
    {
      severity: leak ? "leak" : "doubt",
      place: "event-file",
      what: `${keys.join(".")} handles the event file, and ${why}.`,
      location: locate(use.line.trim()),
    },
  ]
}

/** The `shell` that a step runs in, its own or a default of its job or of the workflow, where it prints every command. */
function findTracedShell({ keys }: Scalar, { scalars }: Workflow): LeakFinding[] {
  const isAround = (shell: Scalar): boolean => {
    const depth = shell.keys.at(-3) === "defaults" ? -3 : -1
    return (
      shell.keys.at(-1) === "shell" && shell.keys.slice(0, depth).every((key, index) => key === keys[index])
    )
  }
  return scalars
    .filter((scalar) => isAround(scalar) && isTraced(scalar.text))
    .map(({ keys: shellKeys, text, locate }) => ({
      severity: "leak",
      place: "event-file",
      what: `${keys.join(".")} handles the event file, and ${shellKeys.join(".")} has every command printed with its values.`,
      location: locate(text),
    }))
}
