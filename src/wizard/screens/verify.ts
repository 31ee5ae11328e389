import type { InitPlan } from "../../core/plan/plan.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { leave } from "../leave.ts"
import type { Verdict } from "../verdict.ts"
import { go, seal, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** Milliseconds between two looks, and how many are made before somebody has to decide: five minutes. */
const everyMs = 5_000
const mostLooks = 60

/** Going live: does login work, seen from outside? */
export function verifyScreen(
  state: WizardState,
  { plan, verdict, looks }: { readonly plan: InitPlan; readonly verdict: Verdict; readonly looks: number },
): Screen<ChoiceQuestion> {
  const good = verdict.outcome === "good"
  const goesOn = !good && looks < mostLooks
  const { app } = plan.answers
  return {
    step: "Verify",
    body: [[{ tone: "strong", text: headingOf(verdict, app, goesOn) }]],
    findings: verdict.findings,
    ...(goesOn
      ? {
          watch: {
            afterMs: everyMs,
            phase: { kind: "looking", at: "login", plan, looks },
            isNews: () => true,
          },
        }
      : {}),
    question: {
      kind: "choice",
      id: `verify-${verdict.outcome}`,
      title: good ? "Done." : "What now?",
      help: "The app's hosts are asked the way a browser asks, without logging in. Nothing is changed by it.",
      options: good
        ? [{ value: "finish", label: "Finish" }]
        : [
            { value: "look", label: "Look again" },
            { value: "revert", label: "Take the reference out of the ingress again" },
            { value: "quit", label: "Save and quit" },
          ],
      initial: good ? "finish" : "look",
      link: { what: "the app", url: `https://${plan.answers.hosts[0]}/` },
    },
    next: (value, now) => {
      switch (value) {
        case "finish":
          return seal(
            state,
            { kind: "ended", ending: { kind: "live", plan } },
            { memory: { ...state.memory, doneAt: new Date(now).toISOString() } },
          )
        case "look":
          return seal(state, { kind: "looking", at: "login", plan, looks: 0 })
        case "revert":
          return go(state, { kind: "planning", towards: "files" }, { revert: true })
        default:
          return leave(state)
      }
    },
  }
}

const headingOf = ({ outcome }: Verdict, app: string, goesOn: boolean): string => {
  if (outcome === "good") return `${app} asks for login.`
  const what = outcome === "bad" ? "Login does not work yet" : "Whether login works cannot be seen from here"
  return goesOn ? `${what}. It is looked at every 5 seconds.` : `${what}, after five minutes.`
}
