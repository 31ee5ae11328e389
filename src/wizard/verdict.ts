/** What somebody found out who looked: the doctor's answer, as far as the wizard cares about it. */
export interface Verdict {
  /** `bad` where something is wrong; `unknown` where nothing is, and too little could be seen. */
  readonly outcome: "good" | "bad" | "unknown"
  readonly findings: readonly VerdictFinding[]
}

export interface VerdictFinding {
  /** As the doctor names the check: `OIDC703`. */
  readonly id: string
  readonly status: "pass" | "warn" | "fail" | "unknown" | "skip"
  readonly title: string
  readonly details: readonly string[]
  /** What to do about it. */
  readonly fix?: string
}
