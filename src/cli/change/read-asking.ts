import type { Given } from "../../core/plan/given.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { AskQuestion } from "../ask-questions.ts"

interface Lacking {
  readonly kind: "missing"
  readonly missing: readonly Missing[]
}

/** Reads; where it is not clear which app is meant, asks, if somebody is there, and reads again. */
export async function readAsking<Found extends { readonly kind: "read" }>(
  given: Given,
  read: (given: Given) => Promise<Found | Lacking>,
  ask: AskQuestion | undefined,
): Promise<Found | Lacking | { readonly kind: "left" }> {
  const reading = await read(given)
  if (reading.kind === "read" || !ask) return reading
  const question = reading.missing.map(questionFor).find((candidate) => candidate !== undefined)
  if (!question) return reading
  const { name, choices, why } = question
  const answer = await ask({
    kind: "choice",
    id: name,
    title: titles[name],
    help: `Asked because ${why}.`,
    options: choices.map((value) => ({ value, label: value })),
    filter: true,
  })
  return answer === undefined ? { kind: "left" } : readAsking({ ...given, [name]: answer }, read, ask)
}

const titles = { namespace: "Which namespace is the app in?", app: "Which app?" } as const

function questionFor({ flag, why, choices }: Missing) {
  const name = (["namespace", "app"] as const).find((candidate) => flag === `--${candidate}`)
  return name && choices ? { name, why, choices } : undefined
}
