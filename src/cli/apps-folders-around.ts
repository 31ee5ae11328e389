import { realpathSync } from "node:fs"
import { relative } from "node:path"

/** The folders of `apps/` around one of a repository: `apps/shop/web/charts` below the root gives shop and web. */
export function appsFoldersAround(root: string, folder: string): readonly string[] {
  const [apps, namespace, app] = relative(root, realpathSync(folder)).split(/[/\\]/)
  return apps === "apps" ? [namespace, app].filter((name) => name !== undefined) : []
}
