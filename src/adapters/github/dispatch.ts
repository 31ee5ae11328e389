import { AppError } from "../../core/errors.ts"
import type { Client } from "./client.ts"
import { type Refusal, refusalOf } from "./refusal.ts"

export interface DispatchRequest {
  readonly workflowId: number
  /** Branch or tag whose version of the workflow runs. */
  readonly ref: string
  readonly inputs: Readonly<Record<string, string>>
  /** Name of the input whose value must appear nowhere but in the request. */
  readonly secretInput: string
  /** Login of whoever holds the token: runs of others are left aside. */
  readonly actor: string
}

export interface DispatchedRun {
  readonly id: number
  /** The run's page. */
  readonly url: string
}

/**
 * Starts a workflow, once, and says which run that is.
 *
 * GitHub tells the run's id when asked to; servers before 2026 refuse the question or ignore it, and a run refused is a run
 * not started, so asking again without it is safe. Then, and after a lost answer, the run is looked for.
 *
 * Source: GitHub docs, "Create a workflow dispatch event"; GitHub's changelog of 2026-02-19.
 *
 * @throws AppError `github/run-unknown` where it may have started and cannot be told apart; other `github/*`
 */
export async function dispatch(client: Client, request: DispatchRequest): Promise<DispatchedRun> {
  const { request: send, owner, repo } = client
  const { workflowId, ref, inputs } = request
  const known = await newestRunId(client, request)
  const start = (details: { readonly return_run_details?: boolean }) =>
    send("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", {
      owner,
      repo,
      workflow_id: workflowId,
      ref,
      inputs: { ...inputs },
      ...details,
    })
  try {
    const { data } = await start({ return_run_details: true }).catch((error: unknown) => {
      if (isUnknownKey(refusalOf(error))) return start({})
      throw error
    })
    // Older servers answer 204, whose body is empty.
    const details = data as Partial<typeof data> | undefined
    if (details?.workflow_run_id !== undefined && details.html_url !== undefined)
      return { id: Number(details.workflow_run_id), url: details.html_url }
  } catch (error) {
    if (!mayHaveStarted(refusalOf(error))) throw withoutSecret(error, inputs[request.secretInput])
  }
  return findRun(client, request, known)
}

const isUnknownKey = (refusal: Refusal | undefined): boolean =>
  refusal?.status === 422 && /return_run_details.*not a permitted key/.test(refusal.message)

/**
 * GitHub gives up on an answer after ten seconds, whatever became of the command.
 * Source: GitHub docs, "Troubleshooting the REST API", "Timeouts".
 */
const mayHaveStarted = (refusal: Refusal | undefined): boolean =>
  refusal !== undefined && (refusal.status === undefined || refusal.status >= 500)

async function newestRunId(client: Client, request: DispatchRequest): Promise<number> {
  const [newest] = await listRuns(client, request, 1)
  return newest?.id ?? 0
}

async function listRuns(
  { request: send, owner, repo }: Client,
  { workflowId, ref, actor }: DispatchRequest,
  count: number,
) {
  const { data } = await send("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
    owner,
    repo,
    workflow_id: workflowId,
    event: "workflow_dispatch",
    branch: ref.replace(/^refs\/(?:heads|tags)\//, ""),
    actor,
    per_page: count,
  })
  // Ids are typed as 64 bits wide; JSON brings them as numbers, and they are far below 2^53.
  return data.workflow_runs.map(({ id, html_url: url, display_title: title }) => ({
    id: Number(id),
    url,
    title,
  }))
}

/** Milliseconds between looks; a run is listed a few seconds after it was asked for. */
const looksMs = [500, 1000, 2000, 3000, 4000, 5000, 5000, 5000]

/** A run that is new in two looks in a row, since another's may be listed before our own. */
async function findRun(client: Client, request: DispatchRequest, known: number): Promise<DispatchedRun> {
  let seen: number | undefined
  for (const pauseMs of looksMs) {
    await client.clock.sleep(pauseMs)
    const started = (await listRuns(client, request, 20)).filter(({ id }) => id > known)
    const [only, ...others] = started.length > 1 ? started.filter(isTitled(request)) : started
    if (only && others.length === 0 && only.id === seen) return { id: only.id, url: only.url }
    if (started.length > 1 && (!only || others.length > 0))
      throw unknownRun("Several runs of it started at the same time, and they look alike.")
    seen = only?.id
  }
  throw unknownRun("No new run of it has shown up, which does not say that none will.")
}

/** A title made of `run-name` may name the public inputs. */
const isTitled =
  ({ inputs, secretInput }: DispatchRequest) =>
  ({ title }: { readonly title: string }): boolean =>
    Object.entries(inputs).some(
      ([name, value]) => name !== secretInput && value !== "" && title.split(/\s+/).includes(value),
    )

const unknownRun = (why: string): AppError =>
  new AppError(
    "github/run-unknown",
    `The workflow was asked to run, and which run that is cannot be told. ${why}`,
    {
      hint: "Look at the workflow's page in the Actions tab before running it again.",
    },
  )

/** GitHub quotes the value of an input that it refuses. */
function withoutSecret(error: unknown, secret: string | undefined): unknown {
  if (!(error instanceof AppError) || !secret || !error.message.includes(secret)) return error
  const message = error.message.replaceAll(secret, "(the secret)")
  return new AppError(error.code, message, error.hint === undefined ? {} : { hint: error.hint })
}
