import type { Profile } from "../contract/profile.ts"
import type { AppFacts } from "../repo/app.ts"
import type { AskedPath } from "../repo/asked-paths.ts"
import type { GitFacts } from "../repo/git-facts.ts"
import type { ReleaseFacts } from "../repo/release.ts"
import type { SecretsWorkflow } from "../repo/workflow.ts"

/** The world as it was read, once, before anything was decided. The plan is made from this and the answers alone. */
export interface Snapshot {
  readonly git: GitFacts
  readonly profile: Profile
  readonly app: AppFacts
  /** Every middleware release of the app's namespace. */
  readonly releases: readonly ReleaseFacts[]
  /** The app's own release, where its files exist already: merged, on its branch, or in the working tree. */
  readonly existing: ReleaseFacts | undefined
  /** What protects the same app in another namespace, whose rules are the likeliest. */
  readonly sibling: ReleaseFacts | undefined
  readonly workflow: SecretsWorkflow | undefined
  /** What monitoring elsewhere in the repository asks of the app's hosts, and of others beside them. */
  readonly asked: readonly AskedPath[]
  /** Where the middleware's two files go, and what is there now. */
  readonly deploy: Place
  /** Where the app's `values.yaml` is edited; absent unless wiring was asked for. */
  readonly wire: Place | undefined
  /** True where the middleware's files are on the default branch: the least evidence for wiring. */
  readonly merged: boolean
  /** The app as the default branch has it; absent where it is not there, or does not parse. */
  readonly appOnBase: AppFacts | undefined
  /** What the ticket's file holds now, where there is one. */
  readonly ticketFile: string | undefined
  /** Present where the changes are to become pull requests. */
  readonly pullRequests?: PullRequests
}

export interface PullRequests {
  /** The one that edits the ingress, whether this plan does or not. */
  readonly ingress?: { readonly url: string; readonly state: "open" | "merged" | "closed" }
  /** The branch that they are to be merged into. */
  readonly base: string
  /** The newest one of each branch that has any. */
  readonly newest: ReadonlyMap<string, { readonly url: string; readonly state: "open" | "merged" | "closed" }>
  readonly notes: readonly string[]
}

/** What one change is based on, and where it will go. */
export interface Place {
  readonly destination: Destination
  /** Texts of the files that may change, by path; `undefined` where there is none yet. */
  readonly texts: ReadonlyMap<string, string | undefined>
  /** Files that the branch lacks and the working tree already has, written by an earlier run or by hand. */
  readonly drafts: ReadonlyMap<string, string>
}

/** Where changes go: written and left uncommitted, committed beside the checkout, or committed on GitHub. */
export const destinationKinds = ["working-tree", "branch", "pull-request"] as const
export type DestinationKind = (typeof destinationKinds)[number]

export type Destination = { readonly kind: "working-tree" } | BranchDestination

export interface BranchDestination {
  readonly kind: "branch"
  readonly branch: string
  /** The commit that was read, and that the new one builds on. */
  readonly parent: string
  /** What messages call it: `origin/main`, or the branch itself where it exists already. */
  readonly base: string
  readonly exists: boolean
  /** Present where the commit is made on GitHub, and the clone has no part in it. */
  readonly onGitHub?: true
}

/** What a file of the release will be changed from: the place's own text, or the draft that it lacks. */
export const currentText = ({ texts, drafts }: Place, path: string): string | undefined =>
  drafts.get(path) ?? texts.get(path)

/** The release's files, in the guide's order. */
export const releaseFiles = (folder: string) =>
  ({ application: `${folder}/application.yaml`, values: `${folder}/values.yaml` }) as const
