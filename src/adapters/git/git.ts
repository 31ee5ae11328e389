import { existsSync } from "node:fs"
import { join } from "node:path"
import type { GitFacts, Operation } from "../../core/repo/git-facts.ts"
import { parseRefs, refFormat, refPatterns } from "../../core/repo/refs.ts"
import { parseRemote } from "../../core/repo/remote.ts"
import type { Tree } from "../../core/repo/tree.ts"
import { type CommitRequest, createCommit } from "./commit.ts"
import { createCommitTree } from "./commit-tree.ts"
import { createRunGit, mustRun, type RunGit } from "./program.ts"

/** The user's git, at one repository. */
export interface Git {
  readonly facts: () => Promise<GitFacts>
  /** The repository as one commit holds it. */
  readonly tree: (commit: string, label: string) => Tree
  /**
   * Paths of the files that hold one of the texts, in capitals or not: in a commit, or else in the working tree, where files that git
   * ignores are left out. `glob` is git's own; a `*` matches no slash. Throws `repo/git-failed`.
   */
  readonly search: (texts: readonly string[], where: SearchPlace) => Promise<readonly string[]>
  /** True where another commit has every change of this one already, by a merge, a rebase, or a squash of a single commit. */
  readonly isMerged: (commit: string, into: string) => Promise<boolean>
  /** Makes a commit and moves a branch to it, touching neither the index nor the checkout. */
  readonly commit: (request: CommitRequest) => Promise<string>
}

export interface SearchPlace {
  readonly glob: string
  readonly commit?: string
}

export interface GitRepository extends Git {
  /** Absolute path of the working tree's root. */
  readonly root: string
  /** The remote of the facts, where nothing else of them is wanted. */
  readonly remote: () => Promise<GitFacts["remote"]>
}

/**
 * The repository around a folder, or `undefined` where there is none.
 *
 * @throws AppError `repo/git-missing`, `repo/git-failed`
 */
export async function openRepository(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GitRepository | undefined> {
  if (!existsSync(folder)) return undefined
  const run = createRunGit(folder, env)
  const { status, stdout, stderr } = await run(["rev-parse", "--show-toplevel", "--absolute-git-dir"])
  if (status !== 0 && /not a git repository|must be run in a work tree/.test(stderr)) return undefined
  if (status !== 0) await mustRun(run, ["rev-parse", "--show-toplevel"])
  const [root = "", gitDir = ""] = stdout.toString().trimEnd().split("\n")
  const atRoot = createRunGit(root, env)
  return {
    root,
    facts: () => readFacts(atRoot, gitDir),
    remote: async () => parseRemote((await readConfig(atRoot)).remote ?? ""),
    tree: (commit, label) => createCommitTree(atRoot, commit, label),
    search: (texts, where) => search(atRoot, texts, where),
    isMerged: (commit, into) => isMerged(atRoot, commit, into),
    commit: (request) => createCommit(atRoot, gitDir, request),
  }
}

/**
 * Source: git-grep(1). It ends with status 1 where nothing is found, and puts the name of the commit before a path in it. The options
 * that say "no" stand against a user's configuration: colours would become part of a path, and submodules go with neither place.
 */
async function search(
  run: RunGit,
  texts: readonly string[],
  { glob, commit }: SearchPlace,
): Promise<readonly string[]> {
  const patterns = texts.flatMap((text) => ["-e", text])
  const place = commit === undefined ? ["--untracked"] : [commit]
  const how = ["-l", "-z", "-F", "-i", "--no-color", "--no-recurse-submodules"]
  const args = ["grep", ...how, ...patterns, ...place, "--", `:(glob)${glob}`]
  const { status, stdout } = await run(args)
  if (status > 1) await mustRun(run, args)
  const prefix = commit === undefined ? 0 : commit.length + 1
  return stdout
    .toString()
    .split("\0")
    .filter(Boolean)
    .map((name) => name.slice(prefix))
}

/** Source: git-rev-list(1), `--cherry-pick`: leaves out commits whose change the other side has as well. */
async function isMerged(run: RunGit, commit: string, into: string): Promise<boolean> {
  const own = ["--right-only", "--cherry-pick", "--no-merges", "--max-count=1"]
  return (await mustRun(run, ["rev-list", ...own, `${into}...${commit}`, "--"])) === ""
}

async function readFacts(run: RunGit, gitDir: string): Promise<GitFacts> {
  const [refs, { remote, initialBranch = "" }] = await Promise.all([
    mustRun(run, ["for-each-ref", `--format=${refFormat}`, ...refPatterns]),
    readConfig(run),
  ])
  return {
    ...parseRefs(refs, initialBranch),
    remote: parseRemote(remote ?? ""),
    hasRemote: remote !== undefined,
    operation: operations.find(({ marker }) => existsSync(join(gitDir, marker)))?.operation,
  }
}

/**
 * Of a name that comes several times, the last one counts. Source: git-config(1), `--get-regexp` and `-z`: a name in lower case, a
 * newline, the value, NUL; a name without a value has no newline.
 */
async function readConfig(
  run: RunGit,
): Promise<{ readonly remote: string | undefined; readonly initialBranch: string | undefined }> {
  const { stdout } = await run([
    "config",
    "-z",
    "--get-regexp",
    "^(remote\\.origin\\.url|init\\.defaultbranch)$",
  ])
  const values = new Map(
    stdout
      .toString()
      .split("\0")
      .map((entry): [string, string] => {
        const [name = "", ...value] = entry.split("\n")
        return [name, value.join("\n").trim()]
      }),
  )
  return { remote: values.get("remote.origin.url"), initialBranch: values.get("init.defaultbranch") }
}

/** Source: git's own `wt-status.c`, `wt_status_get_state`: these paths exist while one is under way. */
const operations: readonly { readonly marker: string; readonly operation: Operation }[] = [
  { marker: "MERGE_HEAD", operation: "merge" },
  { marker: "rebase-merge", operation: "rebase" },
  { marker: "rebase-apply", operation: "rebase" },
  { marker: "CHERRY_PICK_HEAD", operation: "cherry-pick" },
  { marker: "REVERT_HEAD", operation: "revert" },
]
