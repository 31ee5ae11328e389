/** Between what the wizard knows and what it saves. Pure; no secret crosses. */
import type { Answers } from "../core/plan/answers.ts"
import type { AnswerName, Given } from "../core/plan/given.ts"
import type { Line } from "../core/plan/preview.ts"
import { runOf, type SavedState, stateSchema } from "../core/state/saved-state.ts"
import { createSecret } from "../ui/secret.ts"
import type { Memory, Phase, WizardState } from "./wizard-state.ts"

/**
 * What to save of a state; nothing before it is known which app it is about and what was saved of that one before, which would be
 * lost otherwise. `now` is in milliseconds since the epoch.
 */
export function remember(state: WizardState, now: number): SavedState | undefined {
  const answers = answersOf(state.phase) ?? state.memory.derived
  const { namespace = answers?.namespace, app = answers?.app } = state.given
  if (namespace === undefined || app === undefined || state.recalled !== appName({ namespace, app }))
    return undefined
  const clientId = state.values.clientId?.reveal()
  return {
    schema: stateSchema,
    savedAt: new Date(now).toISOString(),
    namespace,
    app,
    given: { ...state.given, namespace, app },
    ...state.memory,
    ...(answers === undefined ? {} : { derived: withoutMiddleware(answers) }),
    ...(state.destination === undefined ? {} : { destination: state.destination }),
    ...(state.edits.length === 0 ? {} : { edits: state.edits }),
    ...(clientId === undefined ? {} : { clientId }),
  }
}

type Derived = Required<SavedState>["derived"]

/** The middleware's name is no answer: the release's files say it each time. */
const withoutMiddleware = ({ middleware, ...answers }: Derived & { readonly middleware?: string }): Derived =>
  answers

/** How a state says which app's memory it has. */
export const appName = ({ namespace, app }: { readonly namespace: string; readonly app: string }): string =>
  `${namespace}/${app}`

const answersOf = (phase: Phase): Answers | undefined => ("plan" in phase ? phase.plan.answers : undefined)

/** The state with what was saved earlier; what has been said since then counts more. */
export function recall(state: WizardState, saved: SavedState): WizardState {
  const { ticket, secretEnds, runs, derived, doneAt, clientId, destination, edits = [] } = saved
  const day = saved.savedAt.slice(0, 10)
  const said = Object.keys(saved.given)
    .filter((name) => state.given[name as AnswerName] === undefined)
    .map((name) => [name, `answered on ${day}`])
  return {
    ...state,
    given: { ...saved.given, ...state.given },
    said: { ...Object.fromEntries(said), ...state.said },
    destination: state.destination ?? destination,
    edits: state.edits.length > 0 ? state.edits : edits,
    values: { ...(clientId === undefined ? {} : { clientId: createSecret(clientId) }), ...state.values },
    memory: {
      runs,
      ...(ticket ? { ticket } : {}),
      ...(secretEnds ? { secretEnds } : {}),
      ...(derived ? { derived } : {}),
      ...(doneAt ? { doneAt } : {}),
    },
  }
}

/** True where all three secrets are known to be stored. */
export const secretsStored = (memory: Memory): boolean =>
  (["client-id", "client-secret", "session-secret"] as const).every(
    (field) => runOf(memory, field)?.storedAt !== undefined,
  )

/** What has changed in the repository since an app's answers were saved, one line each. */
export function renderDifferences(before: Partial<Given>, now: Answers): readonly Line[] {
  const names = ["hosts", "ingress", "bypass", "groups", "claims", "chartVersion", "cookiePrefix"] as const
  return names.flatMap((name): Line[] => {
    const [was, is] = [textOf(before[name]), textOf(now[name])]
    if (before[name] === undefined || was === is) return []
    return [
      [
        { tone: "warning", text: "Changed  " },
        { tone: "plain", text: `${labels[name]}: ${is || "none"}` },
        { tone: "faint", text: `  it was ${was || "none"}` },
      ],
    ]
  })
}

const labels = {
  hosts: "hosts",
  ingress: "ingress",
  bypass: "open paths",
  groups: "groups",
  claims: "rules",
  chartVersion: "chart",
  cookiePrefix: "cookies",
} as const

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(", ")
    : String(value ?? "")
