/** The branches of pull requests as GitHub has them: the clone may be days behind, and GitHub is where the change goes. */
import type { GitHub } from "../adapters/github/github.ts"
import { AppError } from "../core/errors.ts"
import { findRound } from "../core/plan/branch-round.ts"
import { branchDestination } from "../core/plan/destination.ts"
import type { Place, PullRequests } from "../core/plan/snapshot.ts"
import type { GitFacts } from "../core/repo/git-facts.ts"
import type { Tree } from "../core/repo/tree.ts"
import { type PlaceTools, readPlace } from "./read-place.ts"

export type ReadGitHub = Pick<GitHub, "tokenSource" | "repository" | "branch" | "file" | "findPullRequest">

export interface RemotePlaces {
  /** The files at `paths` on a branch, or on the next of its name that is not merged; begun at the base where there is none yet. */
  readonly place: (branch: string, paths: readonly string[]) => Promise<Place>
  /** What the base has. */
  readonly read: Tree["read"]
  readonly pullRequests: (branches: readonly string[]) => Promise<PullRequests>
}

/**
 * Pull requests of `awaited` branches are read before the base. One that is merged in between is seen as open, which is out of date;
 * read the other way round it would be seen as merged into a base without its change, which never was.
 *
 * @throws AppError `github/*`; `repo/branch-checked-out` for the base itself
 */
export async function readRemotePlaces(
  github: ReadGitHub,
  tools: PlaceTools,
  awaited: readonly string[] = [],
): Promise<RemotePlaces> {
  const pulls = new Map<string, ReturnType<ReadGitHub["findPullRequest"]>>()
  const pullOf = (branch: string) => {
    const pull = pulls.get(branch) ?? github.findPullRequest(branch)
    pulls.set(branch, pull)
    return pull
  }
  await Promise.all(awaited.map(pullOf))
  const { defaultBranch: base, canPush } = await github.repository()
  const start = await github.branch(base)
  if (start === undefined)
    throw new AppError("repo/no-commits", `There is no commit on ${base} on GitHub to build on.`)
  if (!canPush)
    throw new AppError("github/forbidden", `The token of ${github.tokenSource} may not push branches here.`, {
      hint: "Ask an owner of the repository for write access.",
    })
  const treeAt = (commit: string): Pick<Tree, "read"> => ({
    read: (paths) => Promise.all(paths.map((path) => github.file(path, commit))),
  })
  return {
    place: async (wanted, paths) => {
      const { branch } = await findRound(wanted, pullOf)
      if (branch === base)
        throw new AppError("repo/branch-checked-out", `${base} is where pull requests go to.`, {
          hint: "Choose another branch with --branch.",
        })
      const existing = await github.branch(branch)
      const parent = (existing ?? start).commit
      const label = `${existing ? branch : base} on GitHub`
      const exists = existing !== undefined
      return readPlace(
        tools,
        { kind: "branch", branch, parent, base: label, exists, onGitHub: true },
        paths,
        treeAt(parent),
      )
    },
    read: treeAt(start.commit).read,
    pullRequests: async (branches) => {
      const rounds = await Promise.all(branches.map((branch) => findRound(branch, pullOf)))
      const found = await Promise.all(rounds.map(({ branch }) => pullOf(branch)))
      const newest = found.flatMap((pull) => (pull === undefined ? [] : [[pull.branch, pull] as const]))
      return { base, newest: new Map(newest), notes: [] }
    },
  }
}

/** For a plan that is only shown, while GitHub cannot be asked: what the clone has stands for it, and a note says so. */
export const assumeRemotePlaces = (
  tools: PlaceTools,
  git: GitFacts,
  read: RemotePlaces["read"],
  { message }: AppError,
): RemotePlaces => ({
  place: (branch, paths) => readPlace(tools, { ...branchDestination(git, branch), onGitHub: true }, paths),
  read,
  pullRequests: async () => ({
    base: git.defaultBranch?.name ?? "the default branch",
    newest: new Map(),
    notes: [`GitHub was not asked, so its branches are taken to be as this clone has them: ${message}`],
  }),
})
