import type { Remote } from "./remote.ts"

/** What git calls a half-finished business, during which files hold neither one side nor the other. */
export type Operation = "merge" | "rebase" | "cherry-pick" | "revert"

export interface Branch {
  readonly commit: string
  /** True where some working tree has it checked out: moving it would make that checkout look edited. */
  readonly checkedOut: boolean
}

export interface DefaultBranch {
  /** As a pull request names it: `main`. */
  readonly name: string
  /** As messages name it: `origin/main` where the remote's is known, else `main`. */
  readonly label: string
  readonly commit: string
}

export interface GitFacts {
  /** `undefined` while HEAD is detached, or before the first commit. */
  readonly currentBranch: string | undefined
  /** Local ones, by name. */
  readonly branches: ReadonlyMap<string, Branch>
  /** `undefined` before the first commit, or where no branch looks like it. */
  readonly defaultBranch: DefaultBranch | undefined
  readonly hasRemote: boolean
  /** Where pull requests are made, if the remote is such a place. */
  readonly remote: Remote | undefined
  readonly operation: Operation | undefined
}
