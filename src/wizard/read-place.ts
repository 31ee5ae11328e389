import type { Git } from "../adapters/git/git.ts"
import { findRound } from "../core/plan/branch-round.ts"
import { branchDestination } from "../core/plan/destination.ts"
import {
  type BranchDestination,
  currentText,
  type Destination,
  type Place,
  releaseFiles,
} from "../core/plan/snapshot.ts"
import { appFolder } from "../core/repo/app.ts"
import type { GitFacts } from "../core/repo/git-facts.ts"
import { parseRelease, type ReleaseFacts } from "../core/repo/release.ts"
import type { Tree } from "../core/repo/tree.ts"

export interface PlaceTools {
  readonly git: Pick<Git, "tree">
  readonly workingTree: Tree
}

/**
 * The branch of this clone to commit to, or the next of its name that is not merged. One that stands where the default branch does is
 * gone on with: nothing on it is out of date.
 *
 * @throws AppError `repo/no-commits`, `repo/branch-checked-out`, `repo/git-failed`
 */
export async function readBranch(
  { isMerged }: Pick<Git, "isMerged">,
  facts: GitFacts,
  wanted: string,
): Promise<BranchDestination> {
  const { branches, defaultBranch: base } = facts
  const { branch } = await findRound(wanted, async (name) => {
    const tip = branches.get(name)?.commit
    if (!base || tip === undefined) return undefined
    const isOver = name !== base.name && tip !== base.commit && (await isMerged(tip, base.commit))
    return { state: isOver ? "merged" : "open" }
  })
  return branchDestination(facts, branch)
}

/** The files at `paths` where the change will go; `tree` has them where the clone does not. */
export async function readPlace(
  { git, workingTree }: PlaceTools,
  destination: Destination,
  paths: readonly string[],
  tree?: Pick<Tree, "read">,
): Promise<Place> {
  const written = await workingTree.read(paths)
  if (destination.kind === "working-tree")
    return { destination, texts: byPath(paths, written), drafts: new Map() }
  const texts = await (tree ?? git.tree(destination.parent, destination.base)).read(paths)
  const drafts = paths.flatMap((path, index) => {
    const text = written[index]
    return texts[index] === undefined && text !== undefined ? [[path, text] as const] : []
  })
  return { destination, texts: byPath(paths, texts), drafts: new Map(drafts) }
}

/** The release that the place holds, or will take from the working tree. */
export function existingRelease(name: string, namespace: string, deploy: Place): ReleaseFacts | undefined {
  const paths = releaseFiles(appFolder(namespace, name))
  const values = currentText(deploy, paths.values)
  if (values === undefined) return undefined
  return parseRelease({
    name,
    path: paths.values,
    applicationPath: paths.application,
    application: currentText(deploy, paths.application),
    values,
  })
}

const byPath = (paths: readonly string[], texts: readonly (string | undefined)[]) =>
  new Map(paths.map((path, index) => [path, texts[index]]))

/** What the default branch has, as this clone knows it. */
export async function readBase(
  { git }: PlaceTools,
  { defaultBranch }: GitFacts,
  paths: readonly string[],
): Promise<readonly (string | undefined)[]> {
  if (!defaultBranch) return paths.map(() => undefined)
  return git.tree(defaultBranch.commit, defaultBranch.label).read(paths)
}
