/** What must be known before a login is taken away: what refers to it, here and on the default branch. */
import { renderLocation } from "../core/errors.ts"
import type { Origins } from "../core/plan/answers.ts"
import { deployBranch, removeBranch, unwireBranch } from "../core/plan/destination.ts"
import type { Missing } from "../core/plan/missing.ts"
import type { DueDeletion, RemovalSnapshot } from "../core/plan/removal.ts"
import { releaseFiles } from "../core/plan/snapshot.ts"
import { appFolder } from "../core/repo/app.ts"
import type { GitFacts } from "../core/repo/git-facts.ts"
import type { Located } from "../core/repo/located-yaml.ts"
import { findMiddlewareUses, type MiddlewareNames } from "../core/repo/middleware-references.ts"
import { parseReleaseSecrets } from "../core/repo/release-secrets.ts"
import type { Tree } from "../core/repo/tree.ts"
import { type ProtectedApp, type ProtectedAppRequest, readProtectedApp } from "./read-protected-app.ts"
import type { ReadTools } from "./read-snapshot.ts"

export type RemovalReading =
  | { readonly kind: "read"; readonly snapshot: RemovalSnapshot; readonly origins: Origins }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/** @throws AppError `repo/*`, `app/*`, `github/*` */
export async function readRemoval(tools: ReadTools, request: ProtectedAppRequest): Promise<RemovalReading> {
  const reading = await readProtectedApp(tools, request, (release) =>
    Object.values(branchesFor(request, release)),
  )
  if (reading.kind === "missing") return reading
  const { found } = reading
  const { git, profile, app, release, names, remote, origins } = found
  const files = releaseFiles(appFolder(app.namespace, release))
  const base = git.defaultBranch && tools.git.tree(git.defaultBranch.commit, git.defaultBranch.label)
  const [onBase, here, values] = await Promise.all([
    (remote ?? base)?.read([app.valuesPath, ...Object.values(files)]) ?? [],
    found.tree.read([app.valuesPath]),
    found.tree.read([files.values]),
  ])
  const usesIn = (text: string | undefined) => findMiddlewareUses(text ?? "", app.valuesPath, names)
  const [baseText, ...releaseTexts] = onBase
  const uses = usesIn(baseText)
  const isTree = request.destination === "working-tree"
  const isUsed = uses.length > 0 || (isTree && usesIn(here[0]).length > 0)
  const branches = branchesFor(request, release)
  const branch = isUsed ? branches.unwiring : branches.deletion
  const pullRequests = await remote?.pullRequests([branch])
  return {
    kind: "read",
    origins,
    snapshot: {
      git,
      profile,
      app,
      release,
      names,
      base: {
        label: pullRequests ? `${pullRequests.base} on GitHub` : asKnown(git, base),
        uses,
        files: Object.values(files).filter((_, index) => releaseTexts[index] !== undefined),
      },
      due: isUsed
        ? { kind: "unwire", place: await found.place(branch, [app.valuesPath]) }
        : await readDeletion(found, branch, isTree && base ? [found.tree, base] : [found.tree]),
      secrets: parseReleaseSecrets(values[0], { namespace: app.namespace, app: app.name, release }),
      ...(pullRequests ? { pullRequests } : {}),
      notes: [...(pullRequests?.notes ?? []), ...(remote && !isUsed ? [cloneNote] : [])],
    },
  }
}

/** A clone may be behind what was merged since. */
const asKnown = ({ hasRemote }: GitFacts, base: Tree | undefined): string =>
  `${base?.label ?? "the default branch"}${hasRemote ? " as this clone knows it (git fetch renews that)" : ""}`

const cloneNote =
  "Whether other apps refer to the middleware was looked up in this clone, which may be behind GitHub: git fetch renews it."

const branchesFor = ({ given }: ProtectedAppRequest, release: string) => ({
  unwiring: given.branch ?? unwireBranch(deployBranch(release)),
  deletion: removeBranch(given.branch ?? deployBranch(release)),
})

async function readDeletion(
  { app, release, names, place, tree }: ProtectedApp,
  branch: string,
  trees: readonly Tree[],
): Promise<DueDeletion> {
  const folder = appFolder(app.namespace, release)
  const paths: readonly string[] = Object.values(releaseFiles(folder))
  const [uses, folderFiles] = await Promise.all([
    Promise.all(trees.map((each) => readOtherUses(each, app.valuesPath, names))),
    tree.files(folder),
  ])
  return {
    kind: "delete",
    place: await place(branch, paths),
    otherUses: uses.flat().filter(isFirst),
    otherFiles: folderFiles.map((name) => `${folder}/${name}`).filter((path) => !paths.includes(path)),
  }
}

/** All of the repository's values: a reference works from any namespace. */
async function readOtherUses(
  tree: Tree,
  own: string,
  names: MiddlewareNames,
): Promise<readonly Located<string>[]> {
  const namespaces = await tree.folders("apps")
  const folders = await Promise.all(
    namespaces.map(async (namespace) =>
      (await tree.folders(`apps/${namespace}`)).map((name) => appFolder(namespace, name)),
    ),
  )
  const paths = folders
    .flat()
    .map((folder) => `${folder}/values.yaml`)
    .filter((path) => path !== own)
  const texts = await tree.read(paths)
  return paths.flatMap((path, index) => findMiddlewareUses(texts[index] ?? "", path, names))
}

const isFirst = ({ location }: Located<string>, index: number, all: readonly Located<string>[]): boolean =>
  all.findIndex((other) => renderLocation(other.location) === renderLocation(location)) === index
