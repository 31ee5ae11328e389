import { AppError } from "../../core/errors.ts"
import type { Tree } from "../../core/repo/tree.ts"
import { mustRun, type RunGit } from "./program.ts"

/** The repository as a commit holds it. Folders are listed all at once, at the first question about one. */
export function createCommitTree(run: RunGit, commit: string, label: string): Tree {
  let listing: Promise<Listing> | undefined
  const list = () => {
    listing ??= readListing(run, commit)
    return listing
  }
  return {
    label,
    folders: async (path) => (await list()).folders.get(path) ?? [],
    files: async (path) => (await list()).files.get(path) ?? [],
    read: async (paths) => {
      const blobs = await readBlobs(run, commit, paths)
      return blobs.map((bytes, index) => bytes && decode(bytes, paths[index] ?? "", label))
    },
  }
}

interface Listing {
  readonly folders: ReadonlyMap<string, readonly string[]>
  readonly files: ReadonlyMap<string, readonly string[]>
}

/** All that is ever listed; an apps repo may hold much else. */
const listed = ["apps", ".github/workflows"]

async function readListing(run: RunGit, commit: string): Promise<Listing> {
  const output = await mustRun(run, ["ls-tree", "-r", "-t", "-z", commit, "--", ...listed])
  const folders = new Map<string, string[]>()
  const files = new Map<string, string[]>()
  for (const entry of output.split("\0")) {
    const [, kind, path = ""] = /^\d+ (\w+) \w+\t(.*)$/s.exec(entry) ?? []
    if (kind !== "tree" && kind !== "blob") continue
    const slash = path.lastIndexOf("/")
    const siblings = kind === "tree" ? folders : files
    const folder = path.slice(0, Math.max(slash, 0))
    const names = siblings.get(folder) ?? []
    names.push(path.slice(slash + 1))
    siblings.set(folder, names)
  }
  return { folders, files }
}

/**
 * One `git cat-file --batch` for all paths. It answers each line of its input with `<id> <type> <size>`, the bytes and a
 * newline, or with `<input> missing`. Source: git-cat-file(1), "Batch output".
 */
async function readBlobs(
  run: RunGit,
  commit: string,
  paths: readonly string[],
): Promise<readonly (Buffer | undefined)[]> {
  if (paths.length === 0) return []
  const asked = paths.map((path) => `${commit}:${path}`)
  const { stdout } = await run(["cat-file", "--batch"], { input: `${asked.join("\n")}\n` })
  let offset = 0
  return asked.map((line) => {
    const end = stdout.indexOf("\n", offset)
    const header = stdout.toString("utf8", offset, end)
    offset = end + 1
    if (header === `${line} missing`) return undefined
    const [, kind, size] = /^\w+ (\w+) (\d+)$/.exec(header) ?? []
    if (kind === undefined) throw new AppError("repo/git-failed", `git cannot read ${line}: ${header}`)
    const bytes = stdout.subarray(offset, offset + Number(size))
    offset += Number(size) + 1
    return kind === "blob" ? bytes : undefined
  })
}

function decode(bytes: Buffer, path: string, label: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new AppError("repo/unreadable-file", `${path} at ${label} is not UTF-8 text.`, {
      location: { path },
      hint: "Save it as UTF-8, commit, and run again.",
      cause,
    })
  }
}
