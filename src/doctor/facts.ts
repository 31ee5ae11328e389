/** What checks may know: each fact is read when the first check asks for it, and once. */
import type { Argo } from "../adapters/argo/argo.ts"
import type { SecretsManager } from "../adapters/aws/secrets-manager.ts"
import type { Git } from "../adapters/git/git.ts"
import type { GitHub } from "../adapters/github/github.ts"
import type { Answer, Forms, Http } from "../adapters/http/http.ts"
import type { Kubectl } from "../adapters/kubectl/kubectl.ts"
import type { StoredText } from "../adapters/state/saved-states.ts"
import type { Profile } from "../core/contract/profile.ts"
import { AppError } from "../core/errors.ts"
import { once, onceFor } from "../core/once.ts"
import type { GitFacts } from "../core/repo/git-facts.ts"
import type { Tree } from "../core/repo/tree.ts"
import { parseWorkflow, type Workflow } from "../core/workflow/parse-workflow.ts"
import { type Access, isOutOfReach, outOfReach } from "./check.ts"
import { type Cluster, createCluster } from "./cluster.ts"
import { type Layout, readLayout } from "./layout.ts"
import type { Machine } from "./machine.ts"
import { type Logins, pairLogins, type Scope } from "./pair-logins.ts"
import { type Reached, reach } from "./reach.ts"
import { makeSites, type Site } from "./sites.ts"
import { readState, type StoredState } from "./states.ts"

export interface Facts {
  readonly scope: Scope
  readonly profile: Profile
  /** What this run is told not to use, each with why. */
  readonly withheld: ReadonlyMap<Access, string>
  readonly machine: Machine
  readonly git: () => Promise<GitFacts>
  readonly layout: () => Promise<Layout>
  readonly logins: () => Promise<Logins>
  /** Those that can be run by hand. */
  readonly workflows: () => Promise<readonly Workflow[]>
  readonly sites: () => Promise<readonly Site[]>
  /** What `init` remembers of the apps of this repository, on this machine. */
  readonly states: () => Promise<readonly StoredState[]>
  readonly cluster: Cluster
  readonly github: () => Promise<Reached<ReadGitHub>>
  /** By the sign-in for one namespace. */
  readonly aws: (namespace: string) => Promise<Reached<ReadSecrets>>
  readonly argo: () => Promise<Reached<Argo>>
  /** The newest version of this program; undefined where nobody tells. */
  readonly newestTool: () => Promise<string | undefined>
  /** What the user gave as the claims of a token. */
  readonly claims: string | undefined
  /** Asks each question once, whoever asks. */
  readonly ask: Http["ask"]
  readonly post: Forms["post"]
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Nothing that writes, and nothing that sends a secret. */
export type ReadGitHub = Pick<
  GitHub,
  | "tokenSource"
  | "viewer"
  | "repository"
  | "listWorkflows"
  | "lastRuns"
  | "jobs"
  | "logs"
  | "findPullRequest"
  | "pullRequest"
  | "newestChartVersion"
>

export type ReadSecrets = Pick<SecretsManager, "signIn" | "describe" | "read" | "list">

/** For checks that can do without, and know more with it: the value, or undefined where it is out of reach. */
export async function whereReached<Value>(fact: () => Promise<Reached<Value>>): Promise<Value | undefined> {
  try {
    const value = await fact()
    return isOutOfReach(value) ? undefined : value
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

export interface FactTools {
  readonly git: Pick<Git, "facts">
  readonly tree: Tree
  readonly http: Http & Forms
  readonly kubectl: Kubectl
  /** @throws AppError `github/*` */
  readonly github: () => Promise<ReadGitHub>
  /** Undefined where nothing on this machine suggests a sign-in. */
  readonly aws: (namespace: string) => Promise<ReadSecrets | undefined>
  /** @throws AppError `argo/*` */
  readonly argo: () => Promise<Argo>
  readonly newestTool: () => Promise<string | undefined>
  readonly states: () => Promise<readonly StoredText[]>
  readonly machine: Machine
  readonly claims?: string | undefined
  readonly now: () => number
}

export interface Question {
  readonly scope: Scope
  readonly profile: Profile
  readonly withheld?: ReadonlyMap<Access, string>
}

export function createFacts(tools: FactTools, { scope, profile, withheld = new Map() }: Question): Facts {
  const layout = once(() => readLayout(tools.tree))
  const logins = once(async () => pairLogins((await layout()).folders, scope))
  const ask = askOnce(tools.http)
  return {
    scope,
    profile,
    withheld,
    machine: tools.machine,
    git: once(() => tools.git.facts()),
    layout,
    logins,
    workflows: once(() => readWorkflows(tools.tree)),
    sites: once(async () => makeSites((await logins()).logins, ask)),
    states: once(async () => (await tools.states()).map(readState)),
    cluster: createCluster(tools.kubectl),
    github: once(() => reach("github", withheld, async () => rememberGitHub(await tools.github()))),
    aws: onceFor((namespace) =>
      reach("aws", withheld, async () => {
        const aws = await tools.aws(namespace)
        return aws ? { ...aws, describe: onceFor(aws.describe) } : noSignIn(namespace)
      }),
    ),
    argo: once(() =>
      reach("argo", withheld, async () => {
        const argo = await tools.argo()
        return { ...argo, applications: once(argo.applications) }
      }),
    ),
    newestTool: once(tools.newestTool),
    claims: tools.claims,
    ask,
    post: tools.http.post,
    now: tools.now,
  }
}

/** Several checks ask the same; GitHub counts requests. */
const rememberGitHub = (github: ReadGitHub): ReadGitHub => ({
  ...github,
  viewer: once(github.viewer),
  repository: once(github.repository),
  listWorkflows: once(github.listWorkflows),
})

const noSignIn = (namespace: string) =>
  outOfReach("aws", `there is no profile idp-ns-${namespace} on this machine, and no other sign-in`, {
    hint: `The script scripts/idp-ns-${namespace}.sh of the apps repo makes it.`,
  })

function askOnce(http: Http): Http["ask"] {
  const answers = new Map<string, Promise<Answer>>()
  return (question) => {
    const key = JSON.stringify(question)
    const answer = answers.get(key) ?? http.ask(question)
    answers.set(key, answer)
    return answer
  }
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
