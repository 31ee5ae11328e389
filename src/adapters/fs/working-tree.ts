import { join } from "node:path"
import type { Tree } from "../../core/repo/tree.ts"
import type { Files } from "./files.ts"

/** Enough to hide the latency of a disk, few enough never to run out of file handles. */
const readsAtOnce = 64

/** The files as they stand on disk, saved or not committed. */
export const createWorkingTree = (files: Files, root: string): Tree => ({
  label: "the working tree",
  folders: (path) => files.folders(join(root, path)),
  files: (path) => files.files(join(root, path)),
  read: (paths) => inBatches(paths, (path) => files.read(join(root, path))),
})

async function inBatches<Item, Outcome>(
  items: readonly Item[],
  run: (item: Item) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (let start = 0; start < items.length; start += readsAtOnce)
    outcomes.push(...(await Promise.all(items.slice(start, start + readsAtOnce).map(run))))
  return outcomes
}
