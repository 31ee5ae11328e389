/** The part of GitHub's REST API that the product uses, operation by operation. */
import { type Answer, created, invalid, noContent, notFound, ok, refuse } from "./answer.ts"
import {
  addCommit,
  addTree,
  filesAt,
  isAncestor,
  listWorkflows,
  type PullRequest,
  type Repository,
} from "./repository.ts"
import { progressAt, type Run } from "./runs.ts"
import { type Json, type Links, makeRepository, makeViewer } from "./shapes/account.ts"
import { makeJob, makeRun, makeWorkflow } from "./shapes/actions.ts"
import {
  makeBranch,
  makeContent,
  makeFullPullRequest,
  makeGitCommit,
  makePullRequest,
  makeRef,
  makeRelease,
  makeTree,
} from "./shapes/git.ts"

/** One request, as a route sees it. */
export interface RouteInput {
  readonly repository: Repository
  /** What the pattern's groups matched, decoded. */
  readonly part: (name: string) => string
  readonly query: URLSearchParams
  readonly body: Json
  readonly viewer: string
  readonly links: Links
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Those that lists show by now, newest first. */
  readonly runs: readonly Run[]
  readonly dispatch: (workflow: string) => Promise<Answer>
  /** Where the logs of a run can be fetched without a token, for a minute. */
  readonly logAddress: (run: Run) => string
}

export interface Route {
  readonly method: string
  /** Below `/repos/{owner}/{repo}`. */
  readonly path: RegExp
  readonly answer: (input: RouteInput) => Answer | Promise<Answer>
}

export const answerViewer = (login: string, links: Links): Answer => ok(makeViewer(login, links, 0))

export const routes: readonly Route[] = [
  { method: "GET", path: /^$/, answer: ({ repository, links }) => ok(makeRepository(repository, links)) },
  {
    method: "GET",
    path: /^\/actions\/workflows$/,
    answer: ({ repository, links, query }) => {
      const all = listWorkflows(repository).map((listed) => makeWorkflow(listed, repository, links))
      return ok({ total_count: all.length, workflows: page(all, query) })
    },
  },
  {
    method: "POST",
    path: /^\/actions\/workflows\/(?<workflow>[^/]+)\/dispatches$/,
    answer: ({ dispatch, part }) => dispatch(part("workflow")),
  },
  {
    method: "GET",
    path: /^\/actions\/workflows\/(?<workflow>[^/]+)\/runs$/,
    answer: ({ runs, query, part, links, now }) => {
      const file = part("workflow")
      const matches = runs.filter(
        ({ workflow, branch, actor, createdAt }) =>
          (String(workflow.id) === file || workflow.path.endsWith(`/${file}`)) &&
          [branch, null].includes(query.get("branch")) &&
          [actor, null].includes(query.get("actor")) &&
          createdAt >= Date.parse(query.get("created")?.replace(">=", "") ?? "1970-01-01"),
      )
      return ok({
        total_count: matches.length,
        workflow_runs: page(matches, query).map((run) => makeRun(run, links, now)),
      })
    },
  },
  {
    method: "GET",
    path: /^\/actions\/runs\/(?<run>\d+)$/,
    answer: withRun((run, { links, now }) => ok(makeRun(run, links, now))),
  },
  {
    method: "GET",
    path: /^\/actions\/runs\/(?<run>\d+)\/jobs$/,
    answer: withRun((run, { links, now }) => ok({ total_count: 1, jobs: [makeJob(run, links, now)] })),
  },
  {
    method: "GET",
    path: /^\/actions\/runs\/(?<run>\d+)\/logs$/,
    answer: withRun((run, { now, logAddress }) => {
      if (run.logsDeleted) return refuse(410, "Gone")
      if (progressAt(run, now).status !== "completed") return notFound
      return { status: 302, headers: { location: logAddress(run) } }
    }),
  },
  {
    method: "DELETE",
    path: /^\/actions\/runs\/(?<run>\d+)\/logs$/,
    answer: withRun((run) => {
      run.logsDeleted = true
      return noContent
    }),
  },
  {
    method: "GET",
    path: /^\/contents\/(?<path>.+)$/,
    answer: ({ repository, part, query, links }) => {
      const ref = query.get("ref") ?? repository.defaultBranch
      const text = filesAt(repository, ref).get(part("path"))
      return text === undefined ? notFound : ok(makeContent(part("path"), text, ref, repository, links))
    },
  },
  {
    method: "GET",
    path: /^\/branches\/(?<branch>.+)$/,
    answer: ({ repository, part, links }) => {
      const name = part("branch")
      const commit = repository.commits.get(repository.branches.get(name) ?? "")
      return commit ? ok(makeBranch(name, commit, repository, links)) : refuse(404, "Branch not found")
    },
  },
  {
    method: "GET",
    path: /^\/git\/commits\/(?<sha>[0-9a-f]+)$/,
    answer: ({ repository, part, links }) => {
      const commit = repository.commits.get(part("sha"))
      return commit ? ok(makeGitCommit(commit, repository, links)) : notFound
    },
  },
  { method: "POST", path: /^\/git\/trees$/, answer: createTree },
  {
    method: "POST",
    path: /^\/git\/commits$/,
    answer: ({ repository, body, links, now }) => {
      const { message, tree, parents } = body as { message: string; tree: string; parents: string[] }
      if (!repository.trees.has(tree)) return invalid("Tree SHA does not exist")
      if (parents.some((parent) => !repository.commits.has(parent)))
        return invalid("Parent SHA does not exist")
      return created(
        makeGitCommit(addCommit(repository, { tree, parents, message, at: now }), repository, links),
      )
    },
  },
  {
    method: "POST",
    path: /^\/git\/refs$/,
    answer: ({ repository, body, links }) => {
      const branch = String(body.ref).replace("refs/heads/", "")
      if (repository.branches.has(branch)) return invalid("Reference already exists")
      if (!repository.commits.has(String(body.sha))) return invalid("Object does not exist")
      repository.branches.set(branch, String(body.sha))
      return created(makeRef(branch, String(body.sha), repository, links))
    },
  },
  {
    method: "PATCH",
    // Clients write the slash of `heads/x` either way.
    path: /^\/git\/refs\/heads(?:\/|%2F)(?<branch>.+)$/,
    answer: ({ repository, part, body, links }) => {
      const branch = part("branch")
      const current = repository.branches.get(branch)
      if (current === undefined) return invalid("Reference does not exist")
      if (body.force !== true && !isAncestor(repository, current, String(body.sha)))
        return invalid("Update is not a fast forward")
      repository.branches.set(branch, String(body.sha))
      return ok(makeRef(branch, String(body.sha), repository, links))
    },
  },
  { method: "POST", path: /^\/pulls$/, answer: openPullRequest },
  {
    method: "GET",
    path: /^\/pulls$/,
    answer: ({ repository, query, viewer, links }) => {
      const state = query.get("state") ?? "open"
      const head = query.get("head")?.replace(`${repository.owner}:`, "")
      const matches = current(repository)
        .filter(
          (pull) => (state === "all" || pull.state === state) && (head === undefined || pull.head === head),
        )
        .reverse()
      return ok(page(matches, query).map((pull) => makePullRequest(pull, viewer, repository, links)))
    },
  },
  {
    method: "GET",
    path: /^\/pulls\/(?<number>\d+)$/,
    answer: ({ repository, part, viewer, links }) => {
      const pull = current(repository).find(({ number }) => number === Number(part("number")))
      return pull ? ok(makeFullPullRequest(pull, viewer, repository, links)) : notFound
    },
  },
  {
    method: "GET",
    path: /^\/releases$/,
    answer: ({ repository, query, links }) =>
      ok(
        page([...repository.releases.entries()], query).map(([id, release]) =>
          makeRelease(release, id, repository, links),
        ),
      ),
  },
]

function withRun(answer: (run: Run, input: RouteInput) => Answer): Route["answer"] {
  return (input) => {
    const run = input.runs.find(({ id }) => id === Number(input.part("run")))
    return run ? answer(run, input) : notFound
  }
}

/** Source: GitHub docs, "Create a tree": a `sha` of `null` deletes the file. */
interface TreeEntry {
  readonly path: string
  readonly content?: string
  readonly sha?: string | null
}

function createTree({ repository, body, links }: RouteInput): Answer {
  const { base_tree: base, tree } = body as { base_tree?: string; tree: TreeEntry[] }
  const before = base === undefined ? new Map<string, string>() : repository.trees.get(base)
  if (before === undefined) return invalid("base_tree is not a valid tree oid")
  const files = new Map(before)
  for (const { path, content, sha } of tree) {
    // GitHub refuses to take away what is not there.
    if (sha === null && !files.delete(path)) return invalid("GitRPC::BadObjectState")
    if (content !== undefined) files.set(path, content)
  }
  const sha = addTree(repository, files)
  return created(makeTree(sha, files, repository, links))
}

function openPullRequest({ repository, body, viewer, links, now }: RouteInput): Answer {
  const {
    title,
    head,
    base,
    body: text,
  } = body as { title: string; head: string; base: string; body?: string }
  const field = (name: string) => ({ resource: "PullRequest", field: name, code: "invalid" })
  const headSha = repository.branches.get(head)
  if (headSha === undefined) return invalid("Validation Failed", [field("head")])
  const baseSha = repository.branches.get(base)
  if (baseSha === undefined) return invalid("Validation Failed", [field("base")])
  const complain = (message: string) =>
    invalid("Validation Failed", [{ resource: "PullRequest", code: "custom", message }])
  if (repository.pulls.some((pull) => pull.state === "open" && pull.head === head && pull.base === base))
    return complain(`A pull request already exists for ${repository.owner}:${head}.`)
  if (sameFiles(filesAt(repository, head), filesAt(repository, base)))
    return complain(`No commits between ${base} and ${head}`)
  const pull: PullRequest = {
    number: repository.pulls.length + 1,
    title,
    body: text ?? null,
    head,
    base,
    headSha,
    baseSha,
    createdAt: now,
    state: "open",
    mergedAt: null,
    mergeSha: null,
  }
  repository.pulls.push(pull)
  return created(makeFullPullRequest(pull, viewer, repository, links))
}

/** An open pull request follows its branch. */
const current = ({ pulls, branches }: Repository): readonly PullRequest[] =>
  pulls.map((pull) =>
    pull.state === "open" ? { ...pull, headSha: branches.get(pull.head) ?? pull.headSha } : pull,
  )

const sameFiles = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([path, text]) => b.get(path) === text)

/** Source: GitHub docs, "Using pagination in the REST API": 30 by default, 100 at most. */
function page<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const size = Math.min(Number(query.get("per_page") ?? 30), 100)
  const start = (Number(query.get("page") ?? 1) - 1) * size
  return items.slice(start, start + size)
}
