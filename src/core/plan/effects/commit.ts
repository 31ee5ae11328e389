import type { Commit, FileEffect } from "../effect.ts"
import type { BranchDestination } from "../snapshot.ts"

/** The files as one commit on a branch of their own. */
export function makeCommit(
  { branch, parent, base, exists, onGitHub }: BranchDestination,
  files: readonly FileEffect[],
  { subject, body }: { readonly subject: string; readonly body: string },
): Commit {
  return {
    kind: "commit",
    branch,
    parent,
    base,
    branchExists: exists,
    message: `${subject}\n\n${body}\n`,
    files,
    ...(onGitHub ? { onGitHub } : {}),
    title: `Commit to ${branch}${onGitHub ? " on GitHub" : ""}`,
    why: exists
      ? "continues the branch that an earlier run made; your checkout stays as it is"
      : `a branch of its own on top of ${base}; your checkout stays as it is`,
  }
}
