import { createHash } from "node:crypto"
import { parseWorkflow, type Workflow } from "../../core/workflow/parse-workflow.ts"

/** What a repository of the stand-in starts with. */
export interface RepositorySeed {
  readonly owner: string
  readonly name: string
  /** Default: `main`. */
  readonly defaultBranch?: string
  readonly files: ReadonlyMap<string, string>
  readonly releases?: readonly ReleaseSeed[]
  readonly protectedBranches?: readonly string[]
  /** Paths of workflows that somebody has switched off. */
  readonly disabledWorkflows?: readonly string[]
  readonly archived?: boolean
  /** True where whoever asks may only read. */
  readonly readOnly?: boolean
}

export interface ReleaseSeed {
  readonly tag: string
  readonly draft?: boolean
  readonly prerelease?: boolean
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

export interface PullRequest {
  readonly number: number
  readonly title: string
  readonly body: string | null
  readonly head: string
  readonly base: string
  readonly headSha: string
  /** The base as it was when this was opened. */
  readonly baseSha: string
  readonly createdAt: number
  state: "open" | "closed"
  mergedAt: number | null
  mergeSha: string | null
}

/** A repository as GitHub keeps it: objects that never change, and branches that point at them. */
export interface Repository {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly fullName: string
  readonly defaultBranch: string
  readonly createdAt: number
  readonly commits: Map<string, Commit>
  /** Whole trees, paths to texts. */
  readonly trees: Map<string, ReadonlyMap<string, string>>
  readonly branches: Map<string, string>
  readonly protectedBranches: ReadonlySet<string>
  readonly pulls: PullRequest[]
  readonly releases: readonly Required<ReleaseSeed>[]
  readonly disabledWorkflows: ReadonlySet<string>
  readonly archived: boolean
  readonly readOnly: boolean
}

export function createRepository(seed: RepositorySeed, id: number, now: number): Repository {
  const { owner, name, defaultBranch = "main" } = seed
  const repository: Repository = {
    id,
    owner,
    name,
    fullName: `${owner}/${name}`,
    defaultBranch,
    createdAt: now,
    commits: new Map(),
    trees: new Map(),
    branches: new Map(),
    protectedBranches: new Set(seed.protectedBranches),
    pulls: [],
    releases: (seed.releases ?? []).map((release) => ({ draft: false, prerelease: false, ...release })),
    disabledWorkflows: new Set(seed.disabledWorkflows),
    archived: seed.archived ?? false,
    readOnly: seed.readOnly ?? false,
  }
  const tree = addTree(repository, seed.files)
  const commit = addCommit(repository, { tree, parents: [], message: "Start", at: now })
  repository.branches.set(defaultBranch, commit.sha)
  return repository
}

export function addTree({ trees }: Repository, files: ReadonlyMap<string, string>): string {
  const sha = hash("tree", JSON.stringify([...files].sort()))
  trees.set(sha, new Map(files))
  return sha
}

export function addCommit({ commits }: Repository, parts: Omit<Commit, "sha">): Commit {
  const commit = { sha: hash("commit", JSON.stringify(parts)), ...parts }
  commits.set(commit.sha, commit)
  return commit
}

/** The files at a branch or commit. */
export function filesAt({ branches, commits, trees }: Repository, ref: string): ReadonlyMap<string, string> {
  const commit = commits.get(branches.get(ref) ?? ref)
  return trees.get(commit?.tree ?? "") ?? new Map()
}

/** True where one commit can be reached from the other: moving a branch forward to it loses nothing. */
export function isAncestor({ commits }: Repository, ancestor: string, sha: string): boolean {
  const open = [sha]
  for (const next of open) {
    if (next === ancestor) return true
    open.push(...(commits.get(next)?.parents ?? []))
  }
  return false
}

export interface ListedWorkflow {
  readonly id: number
  readonly state: "active" | "disabled_manually"
  readonly workflow: Workflow
}

/** GitHub lists what is on the default branch; the file of the dispatched ref is what runs. */
export function listWorkflows(
  repository: Repository,
  ref = repository.defaultBranch,
): readonly ListedWorkflow[] {
  return [...filesAt(repository, ref)].flatMap(([path, text]) => {
    const parsed = /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path) ? parseWorkflow(text, path) : undefined
    if (!parsed?.ok) return []
    const state = repository.disabledWorkflows.has(path) ? "disabled_manually" : "active"
    return [{ id: workflowId(path), state, workflow: parsed.value }]
  })
}

/** The person at the Merge button. */
export function mergePullRequest(repository: Repository, number: number, now: number): void {
  const pull = repository.pulls.find((candidate) => candidate.number === number)
  const head = pull && repository.branches.get(pull.head)
  const base = pull && repository.branches.get(pull.base)
  if (!pull || pull.state === "closed" || !head || !base) throw new Error(`No open pull request ${number}`)
  const files = mergeFiles(repository, base, head)
  const message = `Merge pull request #${number}`
  const commit = addCommit(repository, {
    tree: addTree(repository, files),
    parents: [base, head],
    message,
    at: now,
  })
  repository.branches.set(pull.base, commit.sha)
  Object.assign(pull, { state: "closed", mergedAt: now, mergeSha: commit.sha })
}

/** The base with what the head has changed since it parted from it. Conflicts are the head's. */
function mergeFiles(repository: Repository, base: string, head: string): ReadonlyMap<string, string> {
  const start = filesAt(repository, commonAncestor(repository, base, head))
  const changed = filesAt(repository, head)
  const files = new Map(filesAt(repository, base))
  for (const [path, text] of changed) if (start.get(path) !== text) files.set(path, text)
  for (const path of start.keys()) if (!changed.has(path)) files.delete(path)
  return files
}

/** The nearest one, seen from the head. */
function commonAncestor(repository: Repository, base: string, head: string): string {
  const open = [head]
  for (const next of open) {
    if (isAncestor(repository, next, base)) return next
    open.push(...(repository.commits.get(next)?.parents ?? []))
  }
  return head
}

const workflowId = (path: string): number => Number.parseInt(hash("workflow", path).slice(0, 7), 16)

const hash = (kind: string, content: string): string =>
  createHash("sha1").update(`${kind} ${content}`).digest("hex")
