import type { PullRequest } from "../effect.ts"
import type { Destination, PullRequests } from "../snapshot.ts"

export interface PlannedPullRequest {
  readonly effects: readonly PullRequest[]
  readonly waits: readonly string[]
  /** The page of the one that waits. */
  readonly open: string | undefined
}

/**
 * The pull request of a branch on GitHub, where it takes one: the branch has something to merge, and no open one shows it.
 * An open one follows its branch by itself.
 */
export function planPullRequest(
  destination: Destination,
  pullRequests: PullRequests | undefined,
  change: {
    readonly commits: boolean
    readonly merged: boolean
    readonly subject: string
    readonly body: string
    readonly why: string
  },
): PlannedPullRequest {
  const nothing: PlannedPullRequest = { effects: [], waits: [], open: undefined }
  if (destination.kind !== "branch" || !pullRequests) return nothing
  const { branch, exists } = destination
  const { commits, merged, subject, body, why } = change
  const newest = pullRequests.newest.get(branch)
  if (newest?.state === "open")
    return {
      effects: [],
      waits: [`Pull request ${newest.url} waits to be merged: it ${why}.`],
      open: newest.url,
    }
  const nothingToMerge = !exists || merged || newest?.state === "merged"
  if (!commits && nothingToMerge) return nothing
  const { base } = pullRequests
  const title = `Open a pull request from ${branch} to ${base}`
  return {
    effects: [{ kind: "pull-request", branch, base, subject, body, title, why }],
    waits: [],
    open: undefined,
  }
}
