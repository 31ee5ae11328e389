import type { Git } from "../adapters/git/git.ts"
import { AppError } from "../core/errors.ts"
import type { AppFacts } from "../core/repo/app.ts"
import { type AskedPath, findAskedPaths } from "../core/repo/asked-paths.ts"
import type { Tree } from "../core/repo/tree.ts"

/**
 * What monitoring elsewhere in the repository asks for, in files that name a host of the app; other hosts of these files are among it.
 * Git searches for the names: a repository may hold ten thousand files of values. What cannot be read suggests nothing, and stops
 * nobody.
 */
export async function readAskedPaths(
  { search }: Pick<Git, "search">,
  tree: Pick<Tree, "read">,
  { ingresses, valuesPath }: Pick<AppFacts, "ingresses" | "valuesPath">,
  commit: string | undefined,
): Promise<readonly AskedPath[]> {
  const hosts = Object.values(ingresses).flatMap(({ enabled, hosts: served }) =>
    enabled ? served.map(({ value }) => value) : [],
  )
  if (hosts.length === 0) return []
  try {
    const found = await search(hosts, {
      glob: "apps/*/*/values.yaml",
      ...(commit === undefined ? {} : { commit }),
    })
    const paths = found.filter((path) => path !== valuesPath)
    const texts = await tree.read(paths)
    return paths.flatMap((path, index) => findAskedPaths(texts[index] ?? "", path))
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
