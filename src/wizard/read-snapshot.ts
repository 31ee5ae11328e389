/** The only reading of `init`: one pass over the repository, from which everything else follows without looking again. */
import type { Files } from "../adapters/fs/files.ts"
import type { Git } from "../adapters/git/git.ts"
import { renderLocatedProblem } from "../core/contract/problem.ts"
import { type Profile, parseProfile, profilePath } from "../core/contract/profile.ts"
import { AppError } from "../core/errors.ts"
import { type AppChoice, type Catalogue, chooseApp } from "../core/plan/choose-app.ts"
import { deriveRelease } from "../core/plan/derive-release.ts"
import {
  deployBranch,
  requireQuiet,
  unwireBranch,
  wireBranch,
  withoutCommits,
} from "../core/plan/destination.ts"
import type { Given } from "../core/plan/given.ts"
import type { Missing } from "../core/plan/missing.ts"
import {
  type Destination,
  type DestinationKind,
  type PullRequests,
  releaseFiles,
  type Snapshot,
} from "../core/plan/snapshot.ts"
import { type AppFacts, appFolder, parseApp } from "../core/repo/app.ts"
import type { GitFacts } from "../core/repo/git-facts.ts"
import { installsMiddleware, parseRelease, type ReleaseFacts } from "../core/repo/release.ts"
import type { Tree } from "../core/repo/tree.ts"
import { parseSecretsWorkflow, type SecretsWorkflow } from "../core/repo/workflow.ts"
import { describeChoices } from "./describe-choices.ts"
import { readApp } from "./read-app.ts"
import { readAskedPaths } from "./read-asked-paths.ts"
import { existingRelease, readBase, readBranch, readPlace } from "./read-place.ts"
import {
  assumeRemotePlaces,
  type ReadGitHub,
  type RemotePlaces,
  readRemotePlaces,
} from "./read-remote-place.ts"

export interface ReadTools {
  readonly git: Git
  readonly files: Files
  readonly workingTree: Tree
  /** For pull requests. */
  readonly github?: () => Promise<ReadGitHub>
}

export interface ReadRequest {
  readonly given: Given
  /** Folders of `apps/` around the one the command was started in. */
  readonly around: readonly string[]
  readonly destination: DestinationKind
  /** True where nothing will be written: then a pull request can be planned without GitHub, where that cannot be asked. */
  readonly showOnly: boolean
  /** Whether the app's own values are to be edited, and to which end: each has a branch of its own. */
  readonly ingress: "untouched" | "wire" | "unwire"
  /** Absolute path. */
  readonly ticketPath: string | undefined
}

export type Reading =
  | {
      readonly kind: "read"
      readonly snapshot: Snapshot
      readonly release: { readonly name: string; readonly origin: string }
      readonly origins: Extract<AppChoice, { kind: "chosen" }>["origins"]
    }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/**
 * What is read comes from the state that the change will be based on: the default branch for a commit, else the working tree.
 *
 * @throws AppError `repo/*`, `app/*`
 */
export async function readSnapshot(tools: ReadTools, request: ReadRequest): Promise<Reading> {
  const { given } = request
  const git = await tools.git.facts()
  requireQuiet(git)
  const tree = request.destination !== "working-tree" ? baseTree(tools, git) : tools.workingTree
  const catalogue = await readCatalogue(tree, request)
  const choice = chooseApp(given, catalogue)
  if (choice.kind === "missing")
    return { kind: "missing", missing: await describeChoices(tree, choice.missing, catalogue) }
  const [app, releases, workflow, profile, ticketFile] = await Promise.all([
    readApp(tree, choice.namespace, choice.app),
    readReleases(tree, choice.namespace),
    readWorkflow(tree, choice.namespace),
    readProfile(tree),
    request.ticketPath === undefined ? undefined : tools.files.read(request.ticketPath),
  ])
  const release = deriveRelease(given, app, releases)
  const others = [...catalogue.namespaces.keys()].filter((namespace) => namespace !== app.namespace)
  const paths = Object.values(releaseFiles(appFolder(app.namespace, release.name)))
  const branch = given.branch ?? deployBranch(release.name)
  const ingressBranch = request.ingress === "unwire" ? unwireBranch(branch) : wireBranch(branch)
  const remote = await readRemote(tools, request, git, [branch, ingressBranch])
  const destination = async (name: string): Promise<Destination> =>
    request.destination === "branch" ? readBranch(tools.git, git, name) : { kind: "working-tree" }
  const place = async (name: string, wanted: readonly string[]) =>
    remote?.place(name, wanted) ?? readPlace(tools, await destination(name), wanted)
  const commit = request.destination === "working-tree" ? undefined : git.defaultBranch?.commit
  const [deploy, sibling, asked, [onBase, ...released]] = await Promise.all([
    place(branch, paths),
    readSibling(tree, others, release.name),
    given.bypass === undefined ? readAskedPaths(tools.git, tree, app, commit) : [],
    (remote?.read ?? ((wanted) => readBase(tools, git, wanted)))([app.valuesPath, ...paths]),
  ])
  const wire = request.ingress === "untouched" ? undefined : await place(ingressBranch, [app.valuesPath])
  return {
    kind: "read",
    snapshot: {
      git,
      profile,
      app,
      releases,
      existing: existingRelease(release.name, app.namespace, deploy),
      sibling,
      workflow,
      asked,
      deploy,
      wire,
      merged: released.every((text) => text !== undefined),
      appOnBase: onBase === undefined ? undefined : appOf(app, onBase),
      ticketFile,
      ...(remote ? { pullRequests: await readPullRequests(remote, branch, ingressBranch) } : {}),
    },
    release,
    origins: choice.origins,
  }
}

export async function readRemote(
  tools: ReadTools,
  { destination, showOnly }: Pick<ReadRequest, "destination" | "showOnly">,
  git: GitFacts,
  awaited: readonly string[] = [],
): Promise<RemotePlaces | undefined> {
  if (destination !== "pull-request" || tools.github === undefined) return undefined
  try {
    return await readRemotePlaces(await tools.github(), tools, awaited)
  } catch (error) {
    const unasked = error instanceof AppError && /^github\/(?:unreachable|no-)/.test(error.code)
    if (!unasked || !showOnly) throw error
    return assumeRemotePlaces(tools, git, async (paths) => [...(await readBase(tools, git, paths))], error)
  }
}

async function readPullRequests(
  remote: RemotePlaces,
  branch: string,
  ingressBranch: string,
): Promise<PullRequests> {
  const [all, ofIngress] = await Promise.all([
    remote.pullRequests([branch, ingressBranch]),
    remote.pullRequests([ingressBranch]),
  ])
  const [ingress] = ofIngress.newest.values()
  return { ...all, ...(ingress ? { ingress } : {}) }
}

/** The same app by another text of its values; one that does not parse says nothing. */
function appOf({ namespace, name }: AppFacts, values: string): AppFacts | undefined {
  const parsed = parseApp({ namespace, name, application: undefined, values })
  return parsed.ok ? parsed.value : undefined
}

export function baseTree({ git }: ReadTools, { defaultBranch }: GitFacts): Tree {
  if (defaultBranch) return git.tree(defaultBranch.commit, defaultBranch.label)
  throw new AppError("repo/no-commits", "There is no commit on a default branch to build on.", {
    hint: withoutCommits,
  })
}

/** Only the folders that can matter are listed: a repository may hold ten thousand apps. */
export async function readCatalogue(
  tree: Tree,
  { given, around }: Pick<ReadRequest, "given" | "around">,
): Promise<Catalogue> {
  const namespaces = (await tree.folders("apps")).filter(isVisible)
  const apps = await Promise.all(
    namespaces.map(async (namespace) => {
      const wanted = given.namespace === undefined || given.namespace === namespace
      return [namespace, wanted ? (await tree.folders(`apps/${namespace}`)).filter(isVisible) : []] as const
    }),
  )
  return { namespaces: new Map(apps), label: tree.label, around }
}

const isVisible = (name: string): boolean => !name.startsWith(".")

export async function readReleases(tree: Tree, namespace: string): Promise<readonly ReleaseFacts[]> {
  const names = (await tree.folders(`apps/${namespace}`)).filter(isVisible)
  const all = names.map((name) => ({ name, ...releaseFiles(appFolder(namespace, name)) }))
  const applications = await tree.read(all.map(({ application }) => application))
  const ours = all
    .map((release, index) => ({ ...release, text: applications[index] }))
    .filter(({ text }) => installsMiddleware(text))
  const values = await tree.read(ours.map((release) => release.values))
  return ours.map(({ name, text, application, ...release }, index) =>
    parseRelease({
      name,
      path: release.values,
      applicationPath: application,
      application: text,
      values: values[index],
    }),
  )
}

/** The release of the same name in another namespace, as of development before production. */
async function readSibling(
  tree: Tree,
  namespaces: readonly string[],
  name: string,
): Promise<ReleaseFacts | undefined> {
  const all = namespaces.map((namespace) => releaseFiles(appFolder(namespace, name)))
  const applications = await tree.read(all.map(({ application }) => application))
  const index = applications.findIndex(installsMiddleware)
  const paths = all[index]
  if (!paths) return undefined
  const [values] = await tree.read([paths.values])
  return parseRelease({
    name,
    path: paths.values,
    applicationPath: paths.application,
    application: applications[index],
    values,
  })
}

async function readWorkflow(tree: Tree, namespace: string): Promise<SecretsWorkflow | undefined> {
  const folder = ".github/workflows"
  const paths = (await tree.files(folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `${folder}/${name}`)
  const texts = await tree.read(paths)
  return paths
    .map((path, index) => parseSecretsWorkflow(texts[index] ?? "", path, namespace))
    .find((workflow) => workflow !== undefined)
}

export async function readProfile(tree: Tree): Promise<Profile> {
  const [text] = await tree.read([profilePath])
  const profile = parseProfile(text)
  if (profile.ok) return profile.value
  const [problem] = profile.problems
  throw new AppError("app/invalid-yaml", `${profilePath} cannot be used.`, {
    location: problem?.location ?? { path: profilePath },
    details: profile.problems.map(renderLocatedProblem),
    hint: "Correct it and run again.",
  })
}
