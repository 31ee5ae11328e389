import { randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { Workflow } from "../../core/workflow/parse-workflow.ts"
import { pageHeaders } from "../html.ts"
import { listenOnLoopback, readBody } from "../loopback.ts"
import { type Answer, invalid, noContent, notFound, ok, refuse } from "./answer.ts"
import { type ActiveFault, makeRefusal } from "./faults.ts"
import { makeLogArchive } from "./log-archive.ts"
import { renderPageAt } from "./pages.ts"
import {
  createRepository,
  filesAt,
  listWorkflows,
  mergePullRequest,
  type PullRequest,
  type Repository,
  type RepositorySeed,
} from "./repository.ts"
import { answerViewer, type RouteInput, routes } from "./routes.ts"
import { fillIn, makeRunScript, type Perform } from "./runner.ts"
import type { Run } from "./runs.ts"
import type { Json, Links } from "./shapes/account.ts"
import { runUrls } from "./shapes/actions.ts"

export interface GitHubOptions {
  readonly repositories: readonly RepositorySeed[]
  /** Who holds which token. */
  readonly users: readonly User[]
  /** What dispatched runs do; by default nothing, with success. */
  readonly perform?: Perform
  /**
   * How a dispatch answers `return_run_details`: the run's id; 204 as before it was introduced; or 422, as GitHub Enterprise
   * Server does up to 3.19. Source: GitHub's OpenAPI descriptions of api.github.com and ghes-3.17 to 3.19.
   */
  readonly runDetails?: "returned" | "ignored" | "refused"
  /** Default: any free one. */
  readonly port?: number
  /** Milliseconds since the epoch; default: the machine's clock. */
  readonly now?: () => number
}

export interface User {
  readonly token: string
  readonly login: string
  /** Of a classic token, as `repo, read:org`. */
  readonly scopes?: string
  /** When the token ends, as `2026-12-24 10:00:00 UTC`. */
  readonly tokenEnds?: string
}

/** A running stand-in for GitHub. */
export interface GitHub {
  /** `http://127.0.0.1:PORT`: what `GITHUB_API_URL` is set to. */
  readonly url: string
  /** Every request so far, with its body, for tests that look for a secret. */
  readonly requests: readonly RecordedRequest[]
  readonly setFault: (fault: ActiveFault | undefined) => void
  /** As GitHub holds them now. */
  readonly files: (repository: string, ref: string) => ReadonlyMap<string, string>
  /** Those that wait to be merged, oldest first. */
  readonly openPulls: (repository: string) => readonly Pick<PullRequest, "number" | "head">[]
  readonly merge: (repository: string, number: number) => void
  readonly close: () => Promise<void>
}

export interface RecordedRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingMessage["headers"]
  readonly body: string
}

/** A run shows up in lists a little after it was asked for. */
const listedAfterMs = 1000

/** Logs live in another place, which wants no token. Source: GitHub docs, "Download workflow run logs". */
const logLinkMs = 60_000

/** Starts the stand-in on loopback: the REST API, and beside it the storage that its log links lead to. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const {
    users,
    perform = async () => ({ conclusion: "success", output: [] }),
    runDetails = "returned",
  } = options
  const now = options.now ?? Date.now
  const repositories = new Map(
    options.repositories.map((seed, index) => [
      `${seed.owner}/${seed.name}`,
      createRepository(seed, index + 1, now()),
    ]),
  )
  const runs: Run[] = []
  const requests: RecordedRequest[] = []
  const logLinks = new Map<string, { readonly run: Run; readonly until: number }>()
  let active: ActiveFault | undefined

  const storage = createServer((request, response) => {
    const link = logLinks.get(request.url ?? "")
    // The real storage takes a token for a forged signature.
    if (request.headers.authorization !== undefined) return void response.writeHead(403).end()
    if (!link || now() > link.until) return void response.writeHead(404).end()
    const archive = makeLogArchive(link.run, now())
    response
      .writeHead(200, { "content-type": "application/zip", "content-length": archive.length })
      .end(archive)
  })
  const server = createServer()
  const { url: storageUrl, close: closeStorage } = await listenOnLoopback(storage)
  const { url, close: closeServer } = await listenOnLoopback(server, options.port)
  const links: Links = { api: url, web: url }

  async function answer(
    { method, url: target, body }: RecordedRequest,
    token: string | undefined,
  ): Promise<Answer> {
    const { pathname, searchParams } = new URL(target, url)
    const user = users.find((candidate) => candidate.token === token)
    if (!user) return refuse(401, "Bad credentials")
    const path = pathname.replace(/^\/api\/v3(?=\/)/, "")
    if (path === "/user") return withTokenFacts(answerViewer(user.login, links), user)
    const [, fullName = "", rest = ""] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(path) ?? []
    const repository = repositories.get(fullName)
    const route = routes.find((candidate) => candidate.method === method && candidate.path.test(rest))
    if (!repository || !route) return notFound
    const groups = route.path.exec(rest)?.groups ?? {}
    const input: Omit<RouteInput, "dispatch"> = {
      repository,
      part: (name) => decodeURIComponent(groups[name] ?? ""),
      query: searchParams,
      body: body === "" ? {} : (JSON.parse(body) as Json),
      viewer: user.login,
      links,
      now: now(),
      runs: runs.filter((run) => run.repository === repository && listed(run, rest)).reverse(),
      logAddress: (run) => {
        const link = `/${randomBytes(12).toString("hex")}`
        logLinks.set(link, { run, until: now() + logLinkMs })
        return `${storageUrl}${link}`
      },
    }
    return route.answer({ ...input, dispatch: (workflow) => dispatch(workflow, input) })
  }

  /** One that is asked for by id is there at once. */
  const listed = ({ createdAt, id }: Run, path: string): boolean =>
    path.includes(`/runs/${id}`) || now() >= createdAt + listedAfterMs

  async function dispatch(
    file: string,
    { repository, body, viewer }: Omit<RouteInput, "dispatch">,
  ): Promise<Answer> {
    const matches = (id: number, path: string) => String(id) === file || path.endsWith(`/${file}`)
    const known = listWorkflows(repository).find(({ id, workflow }) => matches(id, workflow.path))
    if (!known) return notFound
    if (runDetails === "refused" && "return_run_details" in body)
      return invalid('Invalid request.\n\n"return_run_details" is not a permitted key.')
    const branch = String(body.ref).replace("refs/heads/", "")
    const sha = repository.branches.get(branch)
    if (sha === undefined) return invalid(`No ref found for: ${branch}`)
    const { workflow } = listWorkflows(repository, branch).find(({ id }) => id === known.id) ?? known
    const inputs = body.inputs === undefined ? {} : (body.inputs as Record<string, string>)
    const complaint =
      known.state === "active"
        ? complainAbout(inputs, workflow)
        : "Cannot trigger a 'workflow_dispatch' on a disabled workflow"
    if (complaint) return invalid(complaint)

    const { path, name } = workflow
    const text = filesAt(repository, branch).get(path) ?? ""
    const script = await makeRunScript({ repository: repository.fullName, workflow, inputs }, text, perform)
    const runName = workflow.scalars.find(({ keys }) => keys.length === 1 && keys[0] === "run-name")?.text
    const run: Run = {
      id: 1000 + runs.length * 10,
      number: runs.length + 1,
      repository,
      workflow: { id: known.id, name, path },
      branch,
      sha,
      title: fillIn(runName ?? name, inputs),
      actor: viewer,
      createdAt: now(),
      script,
      logsDeleted: false,
    }
    runs.push(run)
    const { api, web } = runUrls(run, links)
    return runDetails === "returned" && body.return_run_details === true
      ? ok({ workflow_run_id: run.id, run_url: api, html_url: web })
      : noContent
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: target = "/", headers } = request
    const isBrowser = method === "GET" && headers.accept?.includes("text/html") === true
    const page = isBrowser ? renderPageAt(target, { repositories, runs, now: now() }) : undefined
    if (page !== undefined) return void response.writeHead(200, pageHeaders).end(page)
    const recorded = { method, url: target, headers, body: (await readBody(request)).toString() }
    requests.push(recorded)
    const fault = takeFault(`${method} ${target}`)
    const refusal = fault && makeRefusal(fault)
    if (refusal) return send(response, refuse(refusal.status, refusal.message, refusal.headers))
    const token = /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? "")?.[1]
    const answered = headers["user-agent"]
      ? await answer(recorded, token)
      : refuse(403, "Request forbidden by administrative rules.")
    if (fault) response.destroy()
    else send(response, answered)
  }

  function takeFault(request: string): ActiveFault["fault"] | undefined {
    if (!active?.when.test(request)) return undefined
    const { fault, times = Number.POSITIVE_INFINITY } = active
    active = times > 1 ? { ...active, times: times - 1 } : undefined
    return fault
  }

  server.on("request", (request, response) => {
    serve(request, response).catch((error: unknown) => send(response, refuse(500, String(error))))
  })

  return {
    url,
    requests,
    setFault: (fault) => {
      active = fault
    },
    files: (name, ref) => filesAt(find(repositories, name), ref),
    openPulls: (name) => find(repositories, name).pulls.filter(({ state }) => state === "open"),
    merge: (name, number) => mergePullRequest(find(repositories, name), number, now()),
    close: async () => {
      await Promise.all([closeServer(), closeStorage()])
    },
  }
}

function find(repositories: ReadonlyMap<string, Repository>, name: string): Repository {
  const repository = repositories.get(name)
  if (!repository) throw new Error(`No repository ${name}`)
  return repository
}

/** Source: the messages of GitHub's own API, as its command line shows them. */
function complainAbout(
  inputs: Readonly<Record<string, string>>,
  { dispatchable, inputs: declared }: Workflow,
): string | undefined {
  if (!dispatchable) return "Workflow does not have 'workflow_dispatch' trigger"
  const unexpected = Object.keys(inputs).filter((name) => !declared.some((input) => input.name === name))
  if (unexpected.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unexpected)}`
  const missing = declared.find(
    ({ name, required, preset }) => required && preset === undefined && !inputs[name],
  )
  return missing && `Required input '${missing.name}' not provided`
}

/** What a token may do and when it ends is told with every answer. Source: GitHub docs, "Scopes for OAuth apps". */
const withTokenFacts = (answer: Answer, { scopes, tokenEnds }: User): Answer => ({
  ...answer,
  headers: {
    ...(scopes === undefined ? {} : { "x-oauth-scopes": scopes }),
    ...(tokenEnds === undefined ? {} : { "github-authentication-token-expiration": tokenEnds }),
  },
})

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.headersSent) return void response.destroy()
  const limits = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4999" }
  const type = body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }
  response.writeHead(status, { ...limits, ...type, ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
