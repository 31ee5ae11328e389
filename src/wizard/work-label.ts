import type { WorkPhase } from "./wizard-state.ts"

/** What is under way, in words. */
export function workLabel(phase: WorkPhase): string {
  switch (phase.kind) {
    case "planning":
      return "Reading the repository"
    case "editing":
      return "Your editor is open"
    case "applying":
      return "Carrying it out"
    case "looking":
      return looks[phase.at]
  }
}

const looks = {
  preflight: "Looking at the tools around",
  values: "Asking Entra",
  evidence: "Looking whether the middleware is healthy",
  login: "Looking whether login works",
} as const
