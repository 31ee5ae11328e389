import type { Tree } from "../../src/core/repo/tree.ts"

/** A repository that is nothing but its texts, by path. */
export function createTextsTree(texts: ReadonlyMap<string, string>): Tree {
  const namesBelow = (folder: string, isFile: boolean) => {
    const rests = [...texts.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split("/"))
    const names = rests.filter((parts) => (parts.length === 1) === isFile).map(([name = ""]) => name)
    return [...new Set(names)].sort()
  }
  return {
    label: "the test's texts",
    folders: async (path) => namesBelow(path, false),
    files: async (path) => namesBelow(path, true),
    read: async (paths) => paths.map((path) => texts.get(path)),
  }
}
