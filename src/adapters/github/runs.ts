import { strFromU8, unzipSync } from "fflate"
import type { LogFile } from "../../core/workflow/find-secret.ts"
import { type Client, orUndefined } from "./client.ts"
import { refusalOf } from "./refusal.ts"

export interface RunState {
  readonly id: number
  /** `waiting` means that a person must approve it. */
  readonly status: "queued" | "in_progress" | "completed" | "waiting"
  /** GitHub's word, such as `success` or `failure`; undefined until it has completed. */
  readonly conclusion: string | undefined
  readonly title: string
  readonly url: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

export interface Job {
  readonly name: string
  readonly status: RunState["status"]
  readonly conclusion: string | undefined
  readonly url: string | undefined
  readonly steps: readonly Step[]
}

export interface Step {
  readonly number: number
  readonly name: string
  readonly status: RunState["status"]
  readonly conclusion: string | undefined
}

export type RunLogs =
  /** `unread` names files that are too large to be searched; a search of the others proves nothing about them. */
  | { readonly kind: "read"; readonly files: readonly LogFile[]; readonly unread: readonly string[] }
  /** Deleted, expired, or never written. */
  | { readonly kind: "gone" }

interface WireRun {
  readonly id: number | bigint
  readonly status: string | null
  readonly conclusion: string | null
  readonly display_title: string
  readonly html_url: string
  readonly created_at: string
}

export async function readRun({ request, owner, repo }: Client, id: number): Promise<RunState> {
  const { data } = await request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", {
    owner,
    repo,
    run_id: id,
  })
  return parseRun(data)
}

/** The newest runs of a workflow that somebody started by hand, newest first. */
export async function readLastRuns(
  { request, owner, repo }: Client,
  workflowId: number,
  count: number,
): Promise<readonly RunState[]> {
  const { data } = await request("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
    owner,
    repo,
    workflow_id: workflowId,
    event: "workflow_dispatch",
    per_page: count,
  })
  return data.workflow_runs.map(parseRun)
}

export async function readJobs({ request, owner, repo }: Client, id: number): Promise<readonly Job[]> {
  const { data } = await request("GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs", {
    owner,
    repo,
    run_id: id,
    per_page: 100,
  })
  return data.jobs.map(({ name, status, conclusion, html_url: url, steps = [] }) => ({
    name,
    status: parseStatus(status),
    conclusion: conclusion ?? undefined,
    url: url ?? undefined,
    steps: steps.map((step) => ({
      number: step.number,
      name: step.name,
      status: parseStatus(step.status),
      conclusion: step.conclusion ?? undefined,
    })),
  }))
}

const parseRun = ({ id, status, conclusion, display_title, html_url, created_at }: WireRun): RunState => ({
  id: Number(id),
  status: parseStatus(status),
  conclusion: conclusion ?? undefined,
  title: display_title,
  url: html_url,
  createdAt: Date.parse(created_at),
})

/** GitHub has several words for a run that has not begun. Source: GitHub's OpenAPI description, `job`. */
function parseStatus(status: string | null): RunState["status"] {
  if (status === "completed" || status === "in_progress" || status === "waiting") return status
  return "queued"
}

/** Logs are packed a moment after a run has completed. Milliseconds between looks. */
const packingMs = [1000, 2000, 3000]

/** Bytes of one file; the platform's runs print a few thousand. */
const largestFile = 16 * 1024 * 1024

/** The logs of a completed run, in memory only. Source: GitHub docs, "Download workflow run logs". */
export async function readLogs(client: Client, id: number): Promise<RunLogs> {
  for (const pauseMs of client.repeats ? packingMs : []) {
    const logs = await fetchLogs(client, id)
    if (logs !== "not-there") return logs
    await client.clock.sleep(pauseMs)
  }
  const logs = await fetchLogs(client, id)
  return logs === "not-there" ? { kind: "gone" } : logs
}

async function fetchLogs({ request, owner, repo }: Client, id: number): Promise<RunLogs | "not-there"> {
  try {
    const answer = await orUndefined(
      request("GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs", { owner, repo, run_id: id }),
    )
    return answer === undefined ? "not-there" : unpack(new Uint8Array(answer.data as ArrayBuffer))
  } catch (error) {
    if (refusalOf(error)?.status === 410) return { kind: "gone" }
    throw error
  }
}

function unpack(archive: Uint8Array): RunLogs {
  const unread: string[] = []
  const files = unzipSync(archive, {
    filter: ({ name, originalSize }) => {
      if (originalSize > largestFile) unread.push(name)
      return originalSize <= largestFile
    },
  })
  return {
    kind: "read",
    files: Object.entries(files).map(([name, bytes]) => ({ name, text: strFromU8(bytes) })),
    unread,
  }
}
