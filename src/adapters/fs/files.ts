import { randomBytes } from "node:crypto"
import { mkdir, open, readdir, realpath, rename, rm, rmdir, stat } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { AppError } from "../../core/errors.ts"

/** Text files by absolute path. */
export interface Files {
  /** `undefined` where there is no such file. Throws `repo/unreadable-file` where it is not UTF-8 text. */
  readonly read: (path: string) => Promise<string | undefined>
  /**
   * Replaces the whole file, creating its folders. Whenever the process is killed, the file holds the old text or the new one.
   * `mode` is for a new file. Throws `repo/unwritable-file`.
   */
  readonly write: (path: string, text: string, options?: { readonly mode?: number }) => Promise<void>
  /** Removes the file, and its folder where that held nothing else. Throws `repo/unwritable-file`. */
  readonly remove: (path: string) => Promise<void>
  readonly folders: (path: string) => Promise<readonly string[]>
  readonly files: (path: string) => Promise<readonly string[]>
  /** The path with every symbolic link followed, as far as it exists. */
  readonly resolve: (path: string) => Promise<string>
}

export const createFiles = (): Files => ({
  read: readText,
  write: writeText,
  remove: removeFile,
  folders: (path) => names(path, (entry) => entry.isDirectory()),
  files: (path) => names(path, (entry) => entry.isFile()),
  resolve: resolveExisting,
})

async function readText(path: string): Promise<string | undefined> {
  const bytes = await openedBytes(path)
  if (bytes === undefined) return undefined
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new AppError("repo/unreadable-file", `${path} is not UTF-8 text.`, {
      location: { path },
      hint: "Save it as UTF-8 and run again.",
      cause,
    })
  }
}

async function openedBytes(path: string): Promise<Buffer | undefined> {
  try {
    await using file = await open(path)
    return (await file.stat()).isFile() ? await file.readFile() : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw unreadable(path, error)
  }
}

const temporarySuffix = ".idp-oidc-tmp"

async function writeText(path: string, text: string, { mode = 0o666 } = {}): Promise<void> {
  try {
    await replaceFile(path, text, mode)
  } catch (cause) {
    throw cause instanceof AppError ? cause : unwritable(path, "written", cause)
  }
}

async function removeFile(path: string): Promise<void> {
  try {
    await rm(path)
  } catch (cause) {
    throw unwritable(path, "deleted", cause)
  }
  // Git knows no empty folders; one that is left looks like an app that is still there.
  await rmdir(dirname(path)).catch(() => undefined)
}

/** A temporary file in the same folder, flushed, then renamed over the target: the rename is what makes it atomic. */
async function replaceFile(path: string, text: string, newMode: number): Promise<void> {
  const target = await resolveExisting(path)
  const folder = dirname(target)
  const temporary = join(folder, `.${basename(target)}.${randomBytes(4).toString("hex")}${temporarySuffix}`)
  await mkdir(folder, { recursive: true })
  await removeLeftovers(folder, basename(target))
  try {
    await writeFlushed(temporary, text, newMode, await existingMode(target))
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await flushFolder(folder)
}

/** `mode` is what the process's umask leaves of it; `exactMode` is kept as it was. */
async function writeFlushed(path: string, text: string, mode: number, exactMode?: number): Promise<void> {
  await using file = await open(path, "wx", exactMode ?? mode)
  if (exactMode !== undefined) await file.chmod(exactMode)
  await file.writeFile(text)
  await file.sync()
}

/** What a killed run left behind. Nobody else names files like this. */
async function removeLeftovers(folder: string, name: string): Promise<void> {
  const leftovers = (await readdir(folder)).filter(
    (entry) => entry.startsWith(`.${name}.`) && entry.endsWith(temporarySuffix),
  )
  await Promise.all(leftovers.map((entry) => rm(join(folder, entry), { force: true })))
}

/** So that the rename survives a power cut; systems that cannot open a folder do not need it. */
async function flushFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder)
    await handle.sync()
  } catch {
    return
  }
}

async function existingMode(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o777
  } catch {
    return undefined
  }
}

async function resolveExisting(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (!isMissing(error) || dirname(path) === path) throw unreadable(path, error)
    return join(await resolveExisting(dirname(path)), basename(path))
  }
}

async function names(path: string, wanted: (entry: Entry) => boolean): Promise<readonly string[]> {
  try {
    const kept: string[] = []
    for (const entry of await readdir(path, { withFileTypes: true })) {
      const target = entry.isSymbolicLink() ? await targetOf(join(path, entry.name)) : entry
      if (target !== undefined && wanted(target)) kept.push(entry.name)
    }
    return kept.sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw unreadable(path, error)
  }
}

/** `undefined` for a link that leads nowhere, which is neither a file nor a folder. */
async function targetOf(link: string): Promise<Entry | undefined> {
  try {
    return await stat(link)
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && "code" in error && error.code === "ELOOP")) return
    throw error
  }
}

interface Entry {
  readonly isDirectory: () => boolean
  readonly isFile: () => boolean
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")

const unreadable = (path: string, cause: unknown): AppError =>
  new AppError("repo/unreadable-file", `${path} cannot be read: ${reason(cause)}.`, {
    location: { path },
    hint: "Check its permissions and run again.",
    cause,
  })

const unwritable = (path: string, verb: "written" | "deleted", cause: unknown): AppError =>
  new AppError("repo/unwritable-file", `${path} cannot be ${verb}: ${reason(cause)}.`, {
    location: { path },
    hint: "Check the permissions of the folder and run again.",
    cause,
  })

/** The system's words without its call, which names the path once more: `EACCES: permission denied`. */
const reason = (cause: unknown): string =>
  cause instanceof Error ? cause.message.replace(/, \w+ '.*$/s, "") : String(cause)
