import type { Runtime } from "../contract/chart-version.ts"
import type { Profile } from "../contract/profile.ts"
import type { AppFacts } from "../repo/app.ts"
import type { GitFacts } from "../repo/git-facts.ts"
import type { ReleaseSecrets } from "../repo/release-secrets.ts"
import type { Answers } from "./answers.ts"
import type { SecretsRoute } from "./effect.ts"
import type { Registration } from "./effects/follow-up.ts"
import type { TicketLanguage } from "./fields.ts"
import type { Here } from "./next-steps.ts"
import type { Subject } from "./plan.ts"
import type { Place, PullRequests } from "./snapshot.ts"

export const rotatable = ["client", "session"] as const
export type Rotatable = (typeof rotatable)[number]

/** What was read before a secret is replaced. */
export interface RotationSnapshot {
  readonly git: GitFacts
  readonly profile: Profile
  readonly app: AppFacts
  readonly release: string
  readonly chartVersion: string
  readonly runtime: Runtime
  /** The release's `values.yaml`, and where it is edited. */
  readonly path: string
  readonly place: Place
  readonly secrets: ReleaseSecrets
  readonly pullRequests?: PullRequests
  readonly notes: readonly string[]
}

/** What is known before the new value is stored. */
export interface RotationStore {
  readonly route: SecretsRoute
  /** What becomes of the session secret that there is. */
  readonly previous: PreviousSecret
  readonly notes: readonly string[]
}

export type PreviousSecret =
  /** Stays as the second line: what it sealed still opens. */
  | "kept"
  /** Goes: what it sealed opens no more. */
  | "dropped"
  /** There is none, as far as can be told. */
  | "none"

export interface RotationOptions {
  readonly here: Here
  readonly secret: Rotatable
  /** Drops the previous session secret instead of making a new one. */
  readonly finish: boolean
  /** `skip`: it was stored by hand. `value-missing`: servicedesk has yet to send it. `finished`: there is no previous one. */
  readonly store: RotationStore | "skip" | "value-missing" | "finished"
  /** What `forceSync` is set to: any text that was not there before. */
  readonly mark: string
  /** The client secret's last day, as YYYY-MM-DD. */
  readonly secretEnds: string | undefined
  readonly registration: Pick<Registration, "displayName" | "clientId">
  readonly ticketLanguage: TicketLanguage | undefined
}

export type RotationAnswers = Subject &
  Pick<Answers, "chartVersion" | "runtime"> & { readonly secret: Rotatable }
