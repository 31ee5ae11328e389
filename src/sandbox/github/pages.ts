/** What a person sees who follows the link of a pull request or a run: enough to tell what became of it. */
import { createTwoFilesPatch, OMIT_HEADERS } from "diff"
import { type Html, html, renderPage } from "../html.ts"
import { filesAt, type PullRequest, type Repository } from "./repository.ts"
import { progressAt, type Run, stepsAt } from "./runs.ts"

export interface Web {
  readonly repositories: ReadonlyMap<string, Repository>
  readonly runs: readonly Run[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

const label = "Stand-in for GitHub: what the wizard asks for happens here, and it ends with the demo"

/** Undefined where there is no such page. */
export function renderPageAt(path: string, { repositories, runs, now }: Web): string | undefined {
  const [, name = "", kind, id] = /^\/([^/]+\/[^/]+)\/(pull|actions\/runs)\/(\d+)$/.exec(path) ?? []
  const repository = repositories.get(name)
  if (!repository) return undefined
  if (kind === "pull") {
    const pull = repository.pulls.find(({ number }) => number === Number(id))
    return pull && renderPull(pull, repository)
  }
  const run = runs.find((candidate) => candidate.repository === repository && candidate.id === Number(id))
  return run && renderRun(run, now)
}

const renderPull = (pull: PullRequest, repository: Repository): string =>
  renderPage({
    title: pull.title,
    label,
    wide: true,
    body: html`<h1>${pull.title}</h1>
<p class="soft">${repository.fullName} #${pull.number}, from ${pull.head} to ${pull.base}: ${pull.mergedAt === null ? pull.state : "merged"}</p>
${(pull.body ?? "").split("\n\n").map((paragraph) => html`<p>${paragraph}</p>`)}
${changesOf(pull, repository).map(({ path, diff }) => html`<h2>${path}</h2><pre>${diff}</pre>`)}`,
  })

function changesOf({ headSha, baseSha, head, state }: PullRequest, repository: Repository) {
  const before = filesAt(repository, baseSha)
  // An open one follows its branch.
  const after = filesAt(repository, state === "open" ? head : headSha)
  const paths = [...new Set([...before.keys(), ...after.keys()])]
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, diff: diffOf(path, before.get(path), after.get(path)) }))
}

const diffOf = (path: string, before = "", after = ""): string =>
  createTwoFilesPatch(path, path, before, after, undefined, undefined, { headerOptions: OMIT_HEADERS })

function renderRun(run: Run, now: number): string {
  const { status, conclusion } = progressAt(run, now)
  return renderPage({
    title: run.title,
    label,
    wide: true,
    body: html`<h1>${run.title}</h1>
<p class="soft">Run ${run.number} of ${run.workflow.path}, started by ${run.actor}: ${conclusion ?? status}</p>
${run.logsDeleted ? html`<p>Its log has been deleted.</p>` : stepsAt(run, now).map(renderStep)}`,
  })
}

const renderStep = ({ script, status, conclusion }: ReturnType<typeof stepsAt>[number]): Html => html`
<h2>${script.name}: ${conclusion ?? status}</h2>
${status === "completed" && conclusion !== "skipped" ? html`<pre>${script.log.join("\n")}</pre>` : ""}`
