/**
 * What `init` remembers of one app between two starts: what was said and done, as far as no file, run or pull request tells
 * it. A cache: without it the same questions are asked again. No secret is in it, nor anything made from one.
 */
import { checkShape } from "../contract/check-shape.ts"
import { closed, listOf, oneOf, text, texts, type ValueOf } from "../contract/shape.ts"
import { type Field, fields } from "../plan/fields.ts"
import type { AnswerName, Given } from "../plan/given.ts"
import { destinationKinds } from "../plan/snapshot.ts"

/** Another number is another shape, which is forgotten rather than guessed at. */
export const stateSchema = 1

const claim = closed({ name: text(""), anyOf: texts(""), allOf: texts("") }, "One rule.", ["name"])

const answers = closed(
  {
    namespace: text(""),
    app: text(""),
    release: text(""),
    displayName: text(""),
    hosts: texts(""),
    ingress: oneOf(["public", "private", "both"], ""),
    bypass: texts(""),
    groups: texts(""),
    claims: listOf(claim, ""),
    runtime: oneOf(["platform", "forward-auth"], ""),
    chartVersion: text(""),
    cookiePrefix: text(""),
    ticketLanguage: oneOf(["da", "en"], ""),
    branch: text(""),
  },
  "Answers by name.",
)

const run = closed(
  {
    field: oneOf(["client-id", "client-secret", "session-secret"], "Which secret."),
    via: oneOf(["workflow", "aws"], "By which way."),
    startedAt: text("When it was about to be sent, in ISO 8601."),
    id: { kind: "scalar", types: ["integer"], about: "The run's id on GitHub, once it is known." },
    url: text("The run's page, once it is known."),
    storedAt: text("When it was stored and its log was clean; absent while nobody knows."),
  },
  "One secret that was sent.",
  ["field", "via", "startedAt"],
)

const edit = closed(
  {
    path: text("Relative to the repository's root."),
    from: text("What was proposed."),
    text: text("What was made of it."),
  },
  "One file.",
  ["path", "from", "text"],
)

export const stateShape = closed(
  {
    schema: { kind: "scalar", types: ["integer"], about: "", minimum: stateSchema, maximum: stateSchema },
    savedAt: text("In ISO 8601."),
    namespace: text(""),
    app: text(""),
    given: answers,
    derived: answers,
    destination: oneOf(destinationKinds, "Where the changes go."),
    edits: listOf(edit, "What was made by hand of files that are not written yet."),
    ticket: closed(
      {
        sentAt: text("In ISO 8601."),
        number: text("As servicedesk calls it."),
        redirectUris: texts("Those that were ordered."),
        groups: texts("Those that were ordered."),
      },
      "The ticket that was sent.",
      ["sentAt", "redirectUris", "groups"],
    ),
    clientId: text("The Application (client) ID, which is no secret."),
    secretEnds: text("The client secret's last day, as YYYY-MM-DD."),
    runs: listOf(run, "The newest of each secret."),
    doneAt: text("When its login was seen to work, in ISO 8601."),
  },
  "One app's state.",
  ["schema", "savedAt", "namespace", "app", "given", "runs"],
)

export type SavedState = Omit<ValueOf<typeof stateShape>, "given" | "schema"> & {
  readonly schema: typeof stateSchema
  /** What the user said, by flag or by answer. */
  readonly given: Given
}

export type SavedTicket = Required<SavedState>["ticket"]
export type SavedRun = SavedState["runs"][number]

/** What a file says; nothing where it is of another version, damaged, or holds an answer that no flag would accept. */
export function parseSavedState(source: string): SavedState | undefined {
  const value = parseJson(source)
  if (checkShape(value, stateShape).length > 0) return undefined
  const state = value as SavedState
  return Object.entries(state.given).every(isAcceptable) ? state : undefined
}

export const renderSavedState = (state: SavedState): string => `${JSON.stringify(state, undefined, 2)}\n`

function isAcceptable([name, value]: readonly [string, unknown]): boolean {
  const field: Field<unknown> = fields[name as AnswerName]
  const values = field.many ? (value as readonly unknown[]) : [value]
  return values.every((one) => field.parse(typeof one === "string" ? one : JSON.stringify(one)).ok)
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}

/** What became of the newest sending of a secret, as far as is remembered. */
export const runOf = ({ runs }: Pick<SavedState, "runs">, field: SavedRun["field"]): SavedRun | undefined =>
  runs.find((candidate) => candidate.field === field)

export const withRun = (runs: readonly SavedRun[], run: SavedRun): readonly SavedRun[] => [
  ...runs.filter(({ field }) => field !== run.field),
  run,
]
