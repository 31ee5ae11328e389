import { profilePath } from "../../core/contract/profile.ts"
import { AppError } from "../../core/errors.ts"
import type { Tree } from "../../core/repo/tree.ts"
import { mustRun, type RunGit } from "./program.ts"

/** The repository as a commit holds it. Every path is listed once, at the first question. */
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
      const { blobs } = await list()
      const wanted = paths.map((path) => blobs.get(path))
      const texts = await readBlobs(
        run,
        [...new Set(wanted)].filter((id) => id !== undefined),
      )
      return wanted.map((id, index) => id && decode(texts.get(id), paths[index] ?? "", label))
    },
  }
}

/** All that is ever asked for; an apps repo may hold much else. */
const read = ["apps", ".github/workflows", profilePath]

interface Listing {
  readonly folders: ReadonlyMap<string, string[]>
  readonly files: ReadonlyMap<string, string[]>
  readonly blobs: ReadonlyMap<string, string>
}

async function readListing(run: RunGit, commit: string): Promise<Listing> {
  const output = await mustRun(run, ["ls-tree", "-r", "-t", "-z", commit, "--", ...read])
  const folders = new Map<string, string[]>()
  const files = new Map<string, string[]>()
  const blobs = new Map<string, string>()
  for (const entry of output.split("\0")) {
    const [, kind, id = "", path = ""] = /^\d+ (\w+) (\w+)\t(.*)$/s.exec(entry) ?? []
    if (kind !== "tree" && kind !== "blob") continue
    const slash = path.lastIndexOf("/")
    const siblings = kind === "tree" ? folders : files
    const folder = path.slice(0, Math.max(slash, 0))
    const names = siblings.get(folder) ?? []
    names.push(path.slice(slash + 1))
    siblings.set(folder, names)
    if (kind === "blob") blobs.set(path, id)
  }
  return { folders, files, blobs }
}

/** `git cat-file --batch` answers `<id> blob <size>\n<bytes>\n` for every id on its input. Source: git-cat-file(1). */
async function readBlobs(run: RunGit, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const blobs = new Map<string, Buffer>()
  if (ids.length === 0) return blobs
  const { stdout } = await run(["cat-file", "--batch"], { input: ids.map((id) => `${id}\n`).join("") })
  let offset = 0
  for (const id of ids) {
    const end = stdout.indexOf("\n", offset)
    const size = Number(stdout.toString("latin1", offset, end).split(" ")[2])
    if (!Number.isInteger(size)) throw new AppError("repo/git-failed", `git has no object ${id}.`)
    blobs.set(id, stdout.subarray(end + 1, end + 1 + size))
    offset = end + 1 + size + 1
  }
  return blobs
}

function decode(bytes: Buffer | undefined, path: string, label: string): string | undefined {
  if (bytes === undefined) return undefined
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
