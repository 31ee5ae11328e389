import type { Profile } from "../contract/profile.ts"
import type { AppFacts } from "../repo/app.ts"
import type { GitFacts } from "../repo/git-facts.ts"
import type { Located } from "../repo/located-yaml.ts"
import type { MiddlewareNames } from "../repo/middleware-references.ts"
import type { ReleaseSecrets } from "../repo/release-secrets.ts"
import type { Answers } from "./answers.ts"
import type { Registration } from "./effects/follow-up.ts"
import type { TicketLanguage } from "./fields.ts"
import type { Here } from "./next-steps.ts"
import type { Subject } from "./plan.ts"
import type { Place, PullRequests } from "./snapshot.ts"

/** What was read before taking a login away. */
export interface RemovalSnapshot {
  readonly git: GitFacts
  readonly profile: Profile
  readonly app: AppFacts
  readonly release: string
  readonly names: MiddlewareNames
  /** The default branch, which is what gets deployed. */
  readonly base: {
    readonly label: string
    /** References in the app's own values. */
    readonly uses: readonly Located<string>[]
    /** The release's files that are there. */
    readonly files: readonly string[]
  }
  /** The half that is due. */
  readonly due: DueUnwiring | DueDeletion
  readonly secrets: ReleaseSecrets
  readonly pullRequests?: PullRequests
  readonly notes: readonly string[]
}

export interface DueUnwiring {
  readonly kind: "unwire"
  /** Where the app's `values.yaml` is edited. */
  readonly place: Place
}

/** Neither the default branch nor the working tree refers to the middleware in the app's values. */
export interface DueDeletion {
  readonly kind: "delete"
  /** Where the release's files are deleted. */
  readonly place: Place
  /** References in every other values file, of any namespace. */
  readonly otherUses: readonly Located<string>[]
  /** Files of the release's folder that are no part of a release. */
  readonly otherFiles: readonly string[]
}

export interface RemovalOptions {
  readonly here: Here
  readonly registration: Pick<Registration, "displayName" | "clientId">
  readonly ticketLanguage: TicketLanguage | undefined
  /** Hosts that still ask for login, although no file says so. */
  readonly stillAsking: readonly string[]
}

export type RemovalAnswers = Subject & Partial<Pick<Answers, "hosts" | "ingress">>
