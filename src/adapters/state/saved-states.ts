/** The states of one repository's apps, one file each, below the user's own state folder. */
import { createHash } from "node:crypto"
import { mkdir, rm } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { AppError } from "../../core/errors.ts"
import type { Remote } from "../../core/repo/remote.ts"
import { parseSavedState, renderSavedState, type SavedState } from "../../core/state/saved-state.ts"
import { createFiles } from "../fs/files.ts"

export interface SavedStates {
  /** All that can be read, newest first. */
  readonly list: () => Promise<readonly SavedState[]>
  /** All files as they are, readable or not, for whoever looks for what is wrong with them. */
  readonly texts: () => Promise<readonly StoredText[]>
  readonly read: (namespace: string, app: string) => Promise<SavedState | undefined>
  /** Whole or not at all, readable by the user alone. @throws AppError `repo/unwritable-file` */
  readonly write: (state: SavedState) => Promise<void>
  /** True where there was one. */
  readonly forget: (namespace: string, app: string) => Promise<boolean>
  readonly path: (namespace: string, app: string) => string
}

export interface StoredText {
  /** Absolute. */
  readonly path: string
  readonly text: string
}

/**
 * Source: XDG Base Directory Specification, `XDG_STATE_HOME`. A repository without a place on a host is told apart by its path.
 */
export function createSavedStates(
  env: Readonly<Record<string, string | undefined>>,
  repository: { readonly root: string; readonly remote: Remote | undefined },
): SavedStates {
  const files = createFiles()
  const folder = join(stateHome(env), "idp-oidc", ...placeOf(repository))
  const pathOf = (namespace: string, app: string) => join(folder, namespace, `${app}.json`)
  const read = async (path: string) => {
    const text = await files.read(path).catch(() => undefined)
    return text === undefined ? undefined : parseSavedState(text)
  }
  const paths = async () => {
    const namespaces = await files.folders(folder)
    const names = await Promise.all(
      namespaces.map(async (namespace) =>
        (await files.files(join(folder, namespace)))
          .filter((name) => name.endsWith(".json") && !name.startsWith("."))
          .map((name) => join(folder, namespace, name)),
      ),
    )
    return names.flat()
  }
  return {
    path: pathOf,
    read: (namespace, app) => read(pathOf(namespace, app)),
    texts: async () => {
      const found = await paths()
      const texts = await Promise.all(found.map((path) => files.read(path).catch(() => "")))
      return found.map((path, index) => ({ path, text: texts[index] ?? "" }))
    },
    list: async () => {
      const states = await Promise.all((await paths()).map(read))
      return states.filter((state) => state !== undefined).sort((a, b) => b.savedAt.localeCompare(a.savedAt))
    },
    write: async (state) => {
      const path = pathOf(state.namespace, state.app)
      await makePrivateFolder(dirname(path))
      await files.write(path, renderSavedState(state), { mode: 0o600 })
    },
    forget: async (namespace, app) => {
      const path = pathOf(namespace, app)
      const existed = (await files.read(path).catch(() => "")) !== undefined
      await rm(path, { force: true })
      return existed
    },
  }
}

async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new AppError("repo/unwritable-file", `The folder ${path} cannot be made.`, {
      location: { path },
      hint: "Set XDG_STATE_HOME to a folder that you may write to.",
      cause,
    })
  }
}

const stateHome = (env: Readonly<Record<string, string | undefined>>): string =>
  env.XDG_STATE_HOME?.startsWith("/") ? env.XDG_STATE_HOME : join(env.HOME || homedir(), ".local", "state")

/** A remote may be called anything; a folder may not. */
const folderName = (name: string): string => name.replace(/^\.+|[^\w.-]/g, "_")

const placeOf = ({
  root,
  remote,
}: {
  readonly root: string
  readonly remote: Remote | undefined
}): readonly string[] =>
  remote
    ? [remote.host, remote.owner, remote.name].map(folderName)
    : ["local", createHash("sha256").update(root).digest("hex").slice(0, 16)]
