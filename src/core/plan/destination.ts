import { AppError } from "../errors.ts"
import type { GitFacts } from "../repo/git-facts.ts"
import { type BranchDestination, type DestinationKind, destinationKinds } from "./snapshot.ts"

export const deployBranch = (release: string): string => `idp-oidc/${release}`
export const unwireBranch = (branch: string): string => `${branch}-unwire`
export const removeBranch = (branch: string): string => `${branch}-remove`
export const wireBranch = (branch: string): string => `${branch}-wire`

/** For whoever can commit nowhere. */
export const withoutCommits = "Make a first commit, or use --no-commit to only write the files."

/** @throws AppError `repo/operation-in-progress` */
export function requireQuiet({ operation }: GitFacts): void {
  if (operation !== undefined)
    throw new AppError("repo/operation-in-progress", `A ${operation} is under way in this repository.`, {
      hint: `git ${operation} --continue or git ${operation} --abort, then run again.`,
    })
}

/** A branch needs a commit to begin at, and a pull request a repository on GitHub besides. */
export const possibleDestinations = ({ defaultBranch, remote }: GitFacts): readonly DestinationKind[] =>
  destinationKinds.filter(
    (kind) =>
      kind === "working-tree" || (defaultBranch !== undefined && (kind === "branch" || remote !== undefined)),
  )

/**
 * A branch to commit to: continued where it exists, else begun at the default branch, so that its pull request holds
 * nothing but this change.
 *
 * @throws AppError `repo/no-commits`, `repo/branch-checked-out`
 */
export function branchDestination(git: GitFacts, branch: string): BranchDestination {
  const base = git.defaultBranch
  if (base === undefined)
    throw new AppError("repo/no-commits", "There is no commit on a default branch to build on.", {
      hint: withoutCommits,
    })
  const existing = git.branches.get(branch)
  if (existing?.checkedOut || branch === base.name)
    throw new AppError(
      "repo/branch-checked-out",
      branch === base.name
        ? `${branch} is the default branch; the change belongs on one of its own.`
        : `The branch ${branch} is checked out, so it cannot be moved.`,
      { hint: "Choose another one with --branch, or use --no-commit to only write the files." },
    )
  return existing
    ? { kind: "branch", branch, parent: existing.commit, base: branch, exists: true }
    : { kind: "branch", branch, parent: base.commit, base: base.label, exists: false }
}
