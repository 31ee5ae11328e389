/** What checks may know: each fact is read when the first check asks for it, and once. */
import type { Git } from "../adapters/git/git.ts"
import type { Answer, Http } from "../adapters/http/http.ts"
import type { Kubectl } from "../adapters/kubectl/kubectl.ts"
import type { Profile } from "../core/contract/profile.ts"
import { AppError } from "../core/errors.ts"
import type { GitFacts } from "../core/repo/git-facts.ts"
import type { Tree } from "../core/repo/tree.ts"
import { parseWorkflow, type Workflow } from "../core/workflow/parse-workflow.ts"
import { type Cluster, createCluster } from "./cluster.ts"
import type { Folder } from "./login.ts"
import { type Logins, pairLogins, type Scope } from "./pair-logins.ts"
import { makeSites, type Site } from "./sites.ts"

export interface Facts {
  readonly scope: Scope
  readonly profile: Profile
  /** Of this process, as `22.12.0`. */
  readonly nodeVersion: string
  readonly git: () => Promise<GitFacts>
  readonly layout: () => Promise<Layout>
  readonly logins: () => Promise<Logins>
  /** Those that can be run by hand. */
  readonly workflows: () => Promise<readonly Workflow[]>
  readonly sites: () => Promise<readonly Site[]>
  readonly cluster: Cluster
  /** Asks each question once, whoever asks. */
  readonly ask: Http["ask"]
  /** Milliseconds since 1970. */
  readonly now: () => number
}

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

export interface FactTools {
  readonly git: Pick<Git, "facts">
  readonly tree: Tree
  readonly http: Http
  readonly kubectl: Kubectl
  readonly nodeVersion: string
  readonly now: () => number
}

export function createFacts(tools: FactTools, scope: Scope, profile: Profile): Facts {
  const layout = once(() => readLayout(tools.tree))
  const logins = once(async () => pairLogins((await layout()).folders, scope))
  const ask = askOnce(tools.http)
  return {
    scope,
    profile,
    nodeVersion: tools.nodeVersion,
    git: once(() => tools.git.facts()),
    layout,
    logins,
    workflows: once(() => readWorkflows(tools.tree)),
    sites: once(async () => makeSites((await logins()).logins, ask)),
    cluster: createCluster(tools.kubectl),
    ask,
    now: tools.now,
  }
}

function askOnce(http: Http): Http["ask"] {
  const answers = new Map<string, Promise<Answer>>()
  return (question) => {
    const key = JSON.stringify(question)
    const answer = answers.get(key) ?? http.ask(question)
    answers.set(key, answer)
    return answer
  }
}

const once = <Value>(read: () => Promise<Value>): (() => Promise<Value>) => {
  let reading: Promise<Value> | undefined
  return () => {
    reading ??= read()
    return reading
  }
}

const visible = (names: readonly string[]): readonly string[] => names.filter((name) => !name.startsWith("."))

async function readLayout(tree: Tree): Promise<Layout> {
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

async function readWorkflows(tree: Tree): Promise<readonly Workflow[]> {
  const folder = ".github/workflows"
  const paths = (await tree.files(folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `${folder}/${name}`)
  const texts = await tree.read(paths)
  return paths.flatMap((path, index) => {
    const text = texts[index] ?? ""
    if (!text.includes("workflow_dispatch")) return []
    const parsed = parseWorkflow(text, path)
    return parsed.ok && parsed.value.dispatchable ? [parsed.value] : []
  })
}
