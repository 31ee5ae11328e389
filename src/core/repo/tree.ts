/**
 * One state of the repository, to read from: the working tree, or a commit. Paths are relative to its root and use `/`.
 *
 * Facts are read from the state that a change will be based on, so a plan never mixes two of them.
 */
export interface Tree {
  /** What messages call it: "the working tree", "origin/main". */
  readonly label: string
  /** Names of the folders directly in a folder, sorted; none where it does not exist. */
  readonly folders: (path: string) => Promise<readonly string[]>
  /** Names of the files directly in a folder, sorted; none where it does not exist. */
  readonly files: (path: string) => Promise<readonly string[]>
  /** Texts in the order of the paths, `undefined` where there is no such file. */
  readonly read: (paths: readonly string[]) => Promise<readonly (string | undefined)[]>
}
