/** What `rotate` and `remove` have in common to read: which app, which release stands in front of it, and where changes go. */
import { releaseNameFor } from "../core/contract/names.ts"
import type { Profile } from "../core/contract/profile.ts"
import type { Origins } from "../core/plan/answers.ts"
import { type Catalogue, chooseApp } from "../core/plan/choose-app.ts"
import { deriveRelease } from "../core/plan/derive-release.ts"
import { requireQuiet } from "../core/plan/destination.ts"
import type { Given } from "../core/plan/given.ts"
import type { Missing } from "../core/plan/missing.ts"
import { type Place, releaseFiles } from "../core/plan/snapshot.ts"
import { type AppFacts, appFolder, parseApp } from "../core/repo/app.ts"
import type { GitFacts } from "../core/repo/git-facts.ts"
import { type MiddlewareNames, middlewareNames } from "../core/repo/middleware-references.ts"
import type { Tree } from "../core/repo/tree.ts"
import { readApp } from "./read-app.ts"
import { readBranch, readPlace } from "./read-place.ts"
import type { RemotePlaces } from "./read-remote-place.ts"
import {
  baseTree,
  type ReadRequest,
  type ReadTools,
  readCatalogue,
  readProfile,
  readReleases,
  readRemote,
} from "./read-snapshot.ts"

export type ProtectedAppRequest = Pick<ReadRequest, "given" | "around" | "destination" | "showOnly">

export interface ProtectedApp {
  readonly git: GitFacts
  readonly profile: Profile
  readonly app: AppFacts
  readonly release: string
  readonly names: MiddlewareNames
  readonly origins: Origins
  /** What the change is based on: the default branch for a commit, else the working tree. */
  readonly tree: Tree
  /** Present where the changes are to become pull requests. */
  readonly remote: RemotePlaces | undefined
  /** The files at `paths` where a change on this branch will go. */
  readonly place: (branch: string, paths: readonly string[]) => Promise<Place>
}

export type ProtectedAppReading =
  | { readonly kind: "read"; readonly found: ProtectedApp }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/**
 * `branchesOf` names the branches of a release whose pull requests somebody may be merging now.
 *
 * @throws AppError `repo/*`, `app/*`, `github/*`
 */
export async function readProtectedApp(
  tools: ReadTools,
  request: ProtectedAppRequest,
  branchesOf: (release: string) => readonly string[] = () => [],
): Promise<ProtectedAppReading> {
  const { given, destination } = request
  const git = await tools.git.facts()
  requireQuiet(git)
  const tree = destination === "working-tree" ? tools.workingTree : baseTree(tools, git)
  const catalogue = await readCatalogue(tree, request)
  const choice = chooseApp(given, withOrphan(given, withLogin(given, catalogue)))
  if (choice.kind === "missing") return choice
  const { namespace } = choice
  const [app, releases, profile] = await Promise.all([
    readAppOrOrphan(tree, namespace, choice.app),
    readReleases(tree, namespace),
    readProfile(tree),
  ])
  const release = deriveRelease(given, app, releases)
  const remote = await readRemote(tools, request, git, branchesOf(release.name))
  const [values] = await tree.read([releaseFiles(appFolder(namespace, release.name)).values])
  return {
    kind: "read",
    found: {
      git,
      profile,
      app,
      release: release.name,
      names: middlewareNames(namespace, release.name, values),
      origins: { ...choice.origins, release: release.origin },
      tree,
      remote,
      place: async (branch, paths) =>
        remote?.place(branch, paths) ??
        readPlace(
          tools,
          destination === "working-tree" ? { kind: destination } : await readBranch(tools.git, git, branch),
          paths,
        ),
    },
  }
}

/**
 * Where no app is named, those with a release by the guide's name beside them are the ones that can be meant. Where there are none,
 * releases have other names, and any app may be meant.
 */
function withLogin({ app, namespace }: Given, catalogue: Catalogue): Catalogue {
  const [around, folder] = catalogue.around
  if (app !== undefined || folder !== undefined) return catalogue
  const named = namespace ?? around
  const apps = [...catalogue.namespaces].map(([name, folders]) => [name, loginsIn(folders)] as const)
  const namespaces = new Map(apps.filter(([name, found]) => found.length > 0 && name === (named ?? name)))
  return namespaces.size === 0 ? catalogue : { ...catalogue, namespaces }
}

/** Apps that have a release beside them, and those releases. */
function loginsIn(folders: readonly string[]): readonly string[] {
  const all = new Set(folders)
  return folders.flatMap((name) => (all.has(releaseNameFor(name)) ? [name, releaseNameFor(name)] : []))
}

/**
 * The app; where its folder is gone and its release has stayed, an app without an ingress, whose release can be removed.
 *
 * @throws AppError `app/*`
 */
async function readAppOrOrphan(tree: Tree, namespace: string, name: string): Promise<AppFacts> {
  const folders = await tree.folders(`apps/${namespace}`)
  const isOrphan = !folders.includes(name) && folders.includes(releaseNameFor(name))
  const orphan = isOrphan ? parseApp({ namespace, name, application: undefined, values: "" }) : undefined
  return orphan?.ok ? orphan.value : readApp(tree, namespace, name)
}

/** With an app that was named, where its release is all that is left of it. */
function withOrphan({ app }: Given, catalogue: Catalogue): Catalogue {
  const namespaces = [...catalogue.namespaces].map(([namespace, folders]) => {
    const isOrphan = app !== undefined && !folders.includes(app) && folders.includes(releaseNameFor(app))
    return [namespace, isOrphan ? [...folders, app] : folders] as const
  })
  return { ...catalogue, namespaces: new Map(namespaces) }
}
