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

/** The same tree with some texts as they stand elsewhere, such as on GitHub, where they are newer. */
export const withTexts = (tree: Tree, texts: ReadonlyMap<string, string>): Tree => {
  const below = (path: string) => [...texts.keys()].filter((name) => name.startsWith(`${path}/`))
  const names = (path: string, deeper: boolean) =>
    below(path)
      .map((name) => name.slice(path.length + 1).split("/"))
      .filter((parts) => parts.length > 1 === deeper)
      .flatMap(([first]) => first ?? [])
  const merge = (there: readonly string[], more: readonly string[]) =>
    [...new Set([...there, ...more])].sort()
  return {
    label: tree.label,
    folders: async (path) => merge(await tree.folders(path), names(path, true)),
    files: async (path) => merge(await tree.files(path), names(path, false)),
    read: async (paths) => {
      const there = await tree.read(paths)
      return paths.map((path, index) => texts.get(path) ?? there[index])
    },
  }
}
