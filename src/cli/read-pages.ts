/**
 * The pages of the app's own, which are in the folder `pages` beside its values. A values file can show no other file.
 */
import { readdir, readFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import type { Values } from "../core/contract/values.ts"

const folderOf = (valuesPath: string): string => resolve(dirname(valuesPath), "pages")

/** Texts of the HTML files there, by full path. */
export async function readPages(valuesPath: string): Promise<ReadonlyMap<string, string>> {
  const folder = folderOf(valuesPath)
  const names = await readdir(folder).catch(() => [])
  const pages = await Promise.all(
    names
      .filter((name) => /^[^.].*\.html?$/.test(name))
      .map(
        async (name): Promise<[string, string]> => [
          join(folder, name),
          await readFile(join(folder, name), "utf8").catch(() => ""),
        ],
      ),
  )
  return new Map(pages)
}

/** Those that the values name, as they name them. */
export function pagesOf(
  { errorPages }: Values,
  valuesPath: string,
  pages: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const paths = [errorPages?.unauthenticated?.filePath, errorPages?.unauthorized?.filePath]
  return Object.fromEntries(
    paths.flatMap((path) => {
      const text = path && pages.get(resolve(folderOf(valuesPath), path))
      return path && text ? [[path, text]] : []
    }),
  )
}
