import type { Commit, Effect, FileEffect } from "../effect.ts"
import type { BranchDestination, Place } from "../snapshot.ts"

export interface CommitMessage {
  readonly subject: string
  readonly body: string
}

/** Files where they belong: on a branch as one commit, or in the working tree one by one. */
export function placeFiles(
  { destination }: Pick<Place, "destination">,
  files: readonly FileEffect[],
  message: CommitMessage,
): readonly Effect[] {
  if (files.length === 0) return []
  return destination.kind === "branch" ? [makeCommit(destination, files, message)] : files
}

/** The files as one commit on a branch of their own. */
function makeCommit(
  { branch, parent, base, exists, onGitHub }: BranchDestination,
  files: readonly FileEffect[],
  { subject, body }: CommitMessage,
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
