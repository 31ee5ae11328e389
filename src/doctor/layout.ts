/** The folders of `apps/`, as they stand. */
import { AppError } from "../core/errors.ts"
import type { Tree } from "../core/repo/tree.ts"
import type { Folder } from "./login.ts"

export interface Layout {
  readonly namespaces: readonly string[]
  /** Every folder `apps/NAMESPACE/NAME` with its two files. */
  readonly folders: readonly Folder[]
  /** Folders with an `application.yaml` where ArgoCD looks for none: `apps/NAME`, `apps/NAMESPACE/GROUP/NAME`. */
  readonly misplaced: readonly string[]
  /** Files that are there and cannot be read, each with why. */
  readonly unreadable: readonly UnreadableFile[]
}

export interface UnreadableFile {
  readonly path: string
  readonly why: string
}

export async function readLayout(tree: Tree): Promise<Layout> {
  const namespaces = visible(await tree.folders("apps"))
  const places = (
    await Promise.all(
      namespaces.map(async (namespace) =>
        visible(await tree.folders(`apps/${namespace}`)).map((name) => ({ namespace, name })),
      ),
    )
  ).flat()
  const paths = places.map(({ namespace, name }) => `apps/${namespace}/${name}`)
  const unreadable: UnreadableFile[] = []
  const read = (wanted: readonly string[]) => readPatiently(tree, wanted, unreadable)
  const [applications, values, shallow] = await Promise.all([
    read(paths.map((path) => `${path}/application.yaml`)),
    read(paths.map((path) => `${path}/values.yaml`)),
    read(namespaces.map((namespace) => `apps/${namespace}/application.yaml`)),
  ])
  const folders = places.map((place, index) => ({
    ...place,
    application: applications[index],
    values: values[index],
  }))
  return {
    namespaces,
    folders,
    misplaced: [
      ...namespaces
        .filter((_, index) => shallow[index] !== undefined)
        .map((namespace) => `apps/${namespace}`),
      ...(await findNested(tree, folders)),
    ],
    unreadable,
  }
}

const visible = (names: readonly string[]): readonly string[] => names.filter((name) => !name.startsWith("."))

/** All at once; where one of them cannot be read, one by one, so that it does not hide the others. */
async function readPatiently(
  tree: Tree,
  paths: readonly string[],
  unreadable: UnreadableFile[],
): Promise<readonly (string | undefined)[]> {
  try {
    return await tree.read(paths)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
  const texts: (string | undefined)[] = []
  for (const path of paths)
    try {
      texts.push(...(await tree.read([path])))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      unreadable.push({ path, why: error.message })
      texts.push(undefined)
    }
  return texts
}

/** Only folders without files of their own are looked into: an app may keep whatever it likes below it. */
async function findNested(tree: Tree, folders: readonly Folder[]): Promise<readonly string[]> {
  const empty = folders.filter(({ application, values }) => application === undefined && values === undefined)
  const nested = await Promise.all(
    empty.map(async ({ namespace, name }) => {
      const parent = `apps/${namespace}/${name}`
      const paths = (await tree.folders(parent)).map((child) => `${parent}/${child}`)
      const applications = await tree.read(paths.map((path) => `${path}/application.yaml`))
      return paths.filter((_, index) => applications[index] !== undefined)
    }),
  )
  return nested.flat()
}
