import type { Runtime } from "../../core/contract/chart-version.ts"
import { type ClientOptions, createClient, readPages } from "./client.ts"
import { type DispatchedRun, type DispatchRequest, dispatch } from "./dispatch.ts"
import { readFile } from "./files.ts"
import {
  type BranchState,
  createRemoteCommit,
  findPullRequest,
  openPullRequest,
  type PullRequestRequest,
  type PullRequestState,
  type RemoteCommitRequest,
  readBranch,
  readPullRequest,
} from "./pull-requests.ts"
import { readNewestChartVersion } from "./releases.ts"
import { type Job, type RunLogs, type RunState, readJobs, readLastRuns, readLogs, readRun } from "./runs.ts"

/** One repository on GitHub, as far as this product deals with it. Every method throws AppErrors `github/*`. */
export interface GitHub {
  /** Where the token came from, for messages. */
  readonly tokenSource: string
  readonly viewer: () => Promise<Viewer>
  readonly repository: () => Promise<RepositoryState>
  readonly listWorkflows: () => Promise<readonly RemoteWorkflow[]>
  /** Sends a secret: the only method that does. */
  readonly dispatch: (request: DispatchRequest) => Promise<DispatchedRun>
  readonly run: (id: number) => Promise<RunState>
  readonly lastRuns: (workflowId: number, count: number) => Promise<readonly RunState[]>
  readonly jobs: (id: number) => Promise<readonly Job[]>
  readonly logs: (id: number) => Promise<RunLogs>
  /** Undefined where there is no such file. */
  readonly file: (path: string, ref: string) => Promise<string | undefined>
  readonly branch: (name: string) => Promise<BranchState | undefined>
  readonly commit: (request: RemoteCommitRequest) => Promise<string>
  readonly openPullRequest: (request: PullRequestRequest) => Promise<PullRequestState>
  readonly pullRequest: (number: number) => Promise<PullRequestState>
  readonly findPullRequest: (branch: string) => Promise<PullRequestState | undefined>
  readonly newestChartVersion: (
    repository: string,
    chart: string,
    runtime: Runtime,
  ) => Promise<string | undefined>
}

export interface Viewer {
  readonly login: string
  /** Of a classic token; other kinds do not say what they may do. */
  readonly scopes: readonly string[] | undefined
  /** When the token ends, in milliseconds since the epoch; undefined where it does not, or does not say. */
  readonly expiresAt: number | undefined
}

export interface RepositoryState {
  readonly defaultBranch: string
  readonly archived: boolean
  /** Write access: without it neither a workflow nor a pull request can be started. */
  readonly canPush: boolean
}

export interface RemoteWorkflow {
  readonly id: number
  readonly name: string
  readonly path: string
  /** False where somebody, or sixty days of silence, has switched it off. */
  readonly active: boolean
}

export function createGitHub(options: ClientOptions): GitHub {
  const client = createClient(options)
  const { request, owner, repo } = client
  return {
    tokenSource: options.tokenSource,
    viewer: async () => {
      const { data, headers } = await request("GET /user")
      const scopes = headers["x-oauth-scopes"]
      return {
        login: data.login,
        scopes: scopes
          ?.split(",")
          .map((scope) => scope.trim())
          .filter(Boolean),
        expiresAt: parseExpiry(headers["github-authentication-token-expiration"]),
      }
    },
    repository: async () => {
      const { data } = await request("GET /repos/{owner}/{repo}", { owner, repo })
      const { default_branch: defaultBranch, archived, permissions } = data
      return { defaultBranch, archived, canPush: permissions?.push ?? false }
    },
    listWorkflows: async () => {
      const workflows = await readPages(async (page) => {
        const { data } = await request("GET /repos/{owner}/{repo}/actions/workflows", {
          owner,
          repo,
          ...page,
        })
        return data.workflows
      })
      return workflows.map(({ id, name, path, state }) => ({ id, name, path, active: state === "active" }))
    },
    dispatch: (wanted) => dispatch(client, wanted),
    run: (id) => readRun(client, id),
    lastRuns: (workflowId, count) => readLastRuns(client, workflowId, count),
    jobs: (id) => readJobs(client, id),
    logs: (id) => readLogs(client, id),
    file: (path, ref) => readFile(client, path, ref),
    branch: (name) => readBranch(client, name),
    commit: (wanted) => createRemoteCommit(client, wanted),
    openPullRequest: (wanted) => openPullRequest(client, wanted),
    pullRequest: (number) => readPullRequest(client, number),
    findPullRequest: (branch) => findPullRequest(client, branch),
    newestChartVersion: (...wanted) => readNewestChartVersion(client, ...wanted),
  }
}

/** As `2026-12-24 10:00:00 UTC`. Source: GitHub docs, "Token expiration and revocation". */
function parseExpiry(header: unknown): number | undefined {
  const time = Date.parse(String(header ?? ""))
  return Number.isNaN(time) ? undefined : time
}
