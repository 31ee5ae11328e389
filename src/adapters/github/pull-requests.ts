import { AppError } from "../../core/errors.ts"
import { type Client, orUndefined } from "./client.ts"
import { refusalOf } from "./refusal.ts"

export interface BranchState {
  readonly commit: string
  readonly protected: boolean
}

/** The same request that the user's git takes, carried out on GitHub. */
export interface RemoteCommitRequest {
  readonly branch: string
  /** The commit to build on; GitHub must have it. */
  readonly parent: string
  /** True where the branch must still stand at `parent`; false where it must not exist yet. */
  readonly branchExists: boolean
  readonly message: string
  /** Whole files, not executable, `undefined` for one that goes; everything else is as in `parent`. */
  readonly files: readonly { readonly path: string; readonly text: string | undefined }[]
}

export interface PullRequestRequest {
  readonly title: string
  readonly body: string
  readonly branch: string
  readonly base: string
}

export interface PullRequestState {
  readonly number: number
  readonly url: string
  readonly state: "open" | "merged" | "closed"
  readonly branch: string
  readonly commit: string
  /** GitHub's word: `clean`, `behind`, `blocked`, `dirty`, `unstable`, `draft` or `unknown`, which means ask again. */
  readonly mergeable: string
}

export async function readBranch(
  { request, owner, repo }: Client,
  branch: string,
): Promise<BranchState | undefined> {
  const answer = await orUndefined(
    request("GET /repos/{owner}/{repo}/branches/{branch}", { owner, repo, branch }),
  )
  return answer && { commit: answer.data.commit.sha, protected: answer.data.protected }
}

/**
 * One commit with all files, then the branch: until the last step nobody can see any of it. In a tree, a `sha` of `null` takes
 * the file away.
 *
 * Source: GitHub docs, "REST API endpoints for Git database". The user's own key signs nothing
 * here: "About commit signature verification".
 *
 * @throws AppError `repo/changed-since-read` where the branch has moved; `github/*`
 */
export async function createRemoteCommit(client: Client, commit: RemoteCommitRequest): Promise<string> {
  const { request, owner, repo } = client
  const { branch, parent, message, files } = commit
  const base = await request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
    owner,
    repo,
    commit_sha: parent,
  })
  const tree = await request("POST /repos/{owner}/{repo}/git/trees", {
    owner,
    repo,
    base_tree: base.data.tree.sha,
    tree: files.map(({ path, text }) => ({
      path,
      mode: "100644",
      type: "blob",
      ...(text === undefined ? { sha: null } : { content: text }),
    })),
  })
  const made = await request("POST /repos/{owner}/{repo}/git/commits", {
    owner,
    repo,
    message,
    tree: tree.data.sha,
    parents: [parent],
  })
  const { sha } = made.data
  try {
    if (commit.branchExists)
      await request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", {
        owner,
        repo,
        ref: `heads/${branch}`,
        sha,
        force: false,
      })
    else
      await request("POST /repos/{owner}/{repo}/git/refs", { owner, repo, ref: `refs/heads/${branch}`, sha })
  } catch (error) {
    if (!hasMoved(error)) throw error
    throw new AppError("repo/changed-since-read", `The branch ${branch} on GitHub changed while this ran.`, {
      hint: "Run again to plan on top of what is there now.",
    })
  }
  return sha
}

/** Source: GitHub docs, "REST API endpoints for Git references". */
function hasMoved(error: unknown): boolean {
  const refusal = refusalOf(error)
  return (
    (refusal?.status === 422 || refusal?.status === 409) &&
    /already exists|not a fast forward|does not exist/i.test(refusal.message)
  )
}

/** Opens a pull request; the open one of the same branch, where there is one already. */
export async function openPullRequest(
  client: Client,
  { title, body, branch, base }: PullRequestRequest,
): Promise<PullRequestState> {
  const { request, owner, repo } = client
  try {
    const { data } = await request("POST /repos/{owner}/{repo}/pulls", {
      owner,
      repo,
      title,
      body,
      head: branch,
      base,
    })
    return parsePullRequest(data)
  } catch (error) {
    const existing = mayExist(error) ? await findPullRequest(client, branch) : undefined
    if (existing?.state === "open") return existing
    throw error
  }
}

/** After a lost answer it may have been opened as well. */
function mayExist(error: unknown): boolean {
  const refusal = refusalOf(error)
  if (refusal === undefined) return false
  return refusal.status === undefined || refusal.status >= 500 || /already exists/.test(refusal.message)
}

/** The newest pull request of a branch, in whatever state. */
export async function findPullRequest(client: Client, branch: string): Promise<PullRequestState | undefined> {
  const { request, owner, repo } = client
  const head = `${owner}:${branch}`
  const { data } = await request("GET /repos/{owner}/{repo}/pulls", {
    owner,
    repo,
    head,
    state: "all",
    per_page: 1,
  })
  return data[0] && parsePullRequest(data[0])
}

export async function readPullRequest(
  { request, owner, repo }: Client,
  number: number,
): Promise<PullRequestState> {
  const { data } = await request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
    owner,
    repo,
    pull_number: number,
  })
  return parsePullRequest(data)
}

interface WirePullRequest {
  readonly number: number
  readonly html_url: string
  readonly state: string
  readonly merged_at: string | null
  readonly head: { readonly ref: string; readonly sha: string }
  /** Absent in lists. */
  readonly mergeable_state?: string
}

const parsePullRequest = ({
  number,
  html_url,
  state,
  merged_at,
  head,
  mergeable_state,
}: WirePullRequest): PullRequestState => ({
  number,
  url: html_url,
  state: merged_at !== null ? "merged" : state === "open" ? "open" : "closed",
  branch: head.ref,
  commit: head.sha,
  mergeable: mergeable_state ?? "unknown",
})
