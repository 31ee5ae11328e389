import type { Finding } from "../ui/views/findings.ts"

/** What somebody found out who looked: the doctor's answer, as far as the wizard cares about it. */
export interface Verdict {
  /** `bad` where something is wrong; `unknown` where nothing is, and too little could be seen. */
  readonly outcome: "good" | "bad" | "unknown"
  readonly findings: readonly Finding[]
}
