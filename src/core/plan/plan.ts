import type { LocatedProblem } from "../contract/problem.ts"
import type { Answers, Origins } from "./answers.ts"
import type { Tenant } from "./derive-tenant.ts"
import type { ProposedFile } from "./edits.ts"
import type { Effect } from "./effect.ts"
import type { DestinationKind } from "./snapshot.ts"

/** Whom a plan is about. */
export type Subject = Pick<Answers, "namespace" | "app" | "release">

/** What a plan was made from: all of it for `init`, less for the commands that change what is there. */
export type Answered = Subject & Partial<Answers> & { readonly secret?: "client" | "session" }

/** What a command will do, complete before the first write. */
export interface Plan<Known extends Answered = Answers> {
  /** `action-required`: something was asked for that must wait for a human; the effects can be applied all the same. */
  readonly status: "planned" | "nothing-to-do" | "action-required"
  readonly answers: Known
  readonly origins: Origins
  /** In the order in which they are applied. */
  readonly effects: readonly Effect[]
  /** What a reader should know and nobody is asked to do. */
  readonly notes: readonly string[]
  /** What must happen before the rest of what was asked for. */
  readonly waits: readonly string[]
  /** Commands for afterwards, in order. */
  readonly next: readonly NextStep[]
}

/** A plan of `init`, which also says how far the app has come. */
export interface InitPlan extends Plan {
  readonly reached: Reached
  /** Where this repository can take the changes to. */
  readonly destinations: readonly DestinationKind[]
  /** The release's files, which can be edited before they are written. */
  readonly proposed: readonly ProposedFile[]
  /** What is wrong with those that were edited. With an error among it, the plan is only to be shown. */
  readonly faults: readonly LocatedProblem[]
  /** Where Entra can be asked about the app registration, as far as that is known. */
  readonly tenant?: Tenant
  /** Where tickets go, where the profile says so. */
  readonly servicedesk?: string
}

/** On the default branch, which is what ArgoCD deploys. */
export interface Reached {
  /** True where the middleware's files are there. */
  readonly deployed: boolean
  /** True where every chosen ingress references the middleware there. */
  readonly wired: boolean
  /** The pull request that waits to be merged. */
  readonly open?: string
}

export interface NextStep {
  readonly command: string
  readonly why: string
}
