/**
 * A commit made beside the user's work: blobs, a tree and a commit are written to the object store through an index of its
 * own, then a branch is moved to the commit. HEAD, the index and every file of the checkout stay as they are.
 * Why: docs/decisions/0003-commits-beside-the-checkout.md
 */
import { randomBytes } from "node:crypto"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { AppError } from "../../core/errors.ts"
import { mustRun, type RunGit } from "./program.ts"

export interface CommitRequest {
  readonly branch: string
  /** The commit to build on. */
  readonly parent: string
  /** True where the branch must exist and still stand at `parent`; false where it must not exist yet. */
  readonly branchExists: boolean
  readonly message: string
  /** Whole files, `undefined` for one that goes; everything else is as in `parent`. */
  readonly files: readonly { readonly path: string; readonly text: string | undefined }[]
}

/**
 * The new commit's id.
 *
 * @throws AppError `repo/no-author`, `repo/changed-since-read`, `repo/git-failed`
 */
export async function createCommit(run: RunGit, gitDir: string, request: CommitRequest): Promise<string> {
  await requireAuthor(run)
  const index = join(gitDir, `idp-oidc-index-${randomBytes(4).toString("hex")}`)
  try {
    const tree = await writeTree(run, { GIT_INDEX_FILE: index }, request)
    const signed = (await run(["config", "--type=bool", "--get", "commit.gpgSign"])).stdout.toString().trim()
    const args = ["commit-tree", ...(signed === "true" ? ["-S"] : []), "-p", request.parent, "-F", "-", tree]
    const commit = (await mustRun(run, args, { input: request.message })).trim()
    await moveBranch(run, request, commit)
    return commit
  } finally {
    await rm(index, { force: true })
    await rm(`${index}.lock`, { force: true })
  }
}

async function writeTree(
  run: RunGit,
  env: Readonly<Record<string, string>>,
  { parent, files }: CommitRequest,
): Promise<string> {
  await mustRun(run, ["read-tree", parent], { env })
  for (const { path, text } of files) {
    if (text === undefined) {
      await mustRun(run, ["update-index", "--force-remove", "--", path], { env })
      continue
    }
    const blob = (
      await mustRun(run, ["hash-object", "-w", "--stdin", "--no-filters"], { input: text })
    ).trim()
    const entry = await mustRun(run, ["ls-files", "--stage", "--", `:(literal)${path}`], { env })
    const mode = entry.startsWith("100755") ? "100755" : "100644"
    await mustRun(run, ["update-index", "--add", "--cacheinfo", `${mode},${blob},${path}`], { env })
  }
  return (await mustRun(run, ["write-tree"], { env })).trim()
}

/** Compare and swap: git itself refuses where the branch is not where it was when it was read. */
async function moveBranch(
  run: RunGit,
  { branch, parent, branchExists }: CommitRequest,
  commit: string,
): Promise<void> {
  const expected = branchExists ? parent : "0".repeat(commit.length)
  const { status, stderr } = await run([
    "update-ref",
    "-m",
    "idp-oidc",
    `refs/heads/${branch}`,
    commit,
    expected,
  ])
  if (status !== 0)
    throw new AppError("repo/changed-since-read", `The branch ${branch} changed while this ran.`, {
      hint: "Run again to plan on top of what is there now.",
      details: stderr.split("\n"),
    })
}

/** Git would otherwise invent an address out of the machine's name. */
async function requireAuthor(run: RunGit): Promise<void> {
  const identities = await Promise.all(
    ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"].map((name) =>
      run(["-c", "user.useConfigOnly=true", "var", name]),
    ),
  )
  if (identities.some(({ status }) => status !== 0))
    throw new AppError("repo/no-author", "git does not know who you are, so it cannot commit.", {
      hint: 'git config --global user.name "Your Name" && git config --global user.email you@example.com',
    })
}
