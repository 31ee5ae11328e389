/** One examination of a repository: what the doctor runs on demand, and `init` before it begins and after it is done. */
import { createArgo } from "../../adapters/argo/argo.ts"
import { findArgoSession } from "../../adapters/argo/session.ts"
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import type { GitRepository } from "../../adapters/git/git.ts"
import { findHost } from "../../adapters/github/host.ts"
import { createHttp } from "../../adapters/http/http.ts"
import { createKubectl } from "../../adapters/kubectl/kubectl.ts"
import { proxyVariable, useEnvProxy } from "../../adapters/network/use-env-proxy.ts"
import { readNewestVersion } from "../../adapters/npm/newest-version.ts"
import { createSavedStates } from "../../adapters/state/saved-states.ts"
import { renderLocatedProblem } from "../../core/contract/problem.ts"
import { type Profile, parseProfile, profilePath } from "../../core/contract/profile.ts"
import { AppError } from "../../core/errors.ts"
import { once } from "../../core/once.ts"
import type { GitFacts } from "../../core/repo/git-facts.ts"
import type { Tree } from "../../core/repo/tree.ts"
import { catalogue } from "../../doctor/catalogue.ts"
import type { Access, Check, Group } from "../../doctor/check.ts"
import { createFacts, type Facts } from "../../doctor/facts.ts"
import type { Machine } from "../../doctor/machine.ts"
import type { Scope } from "../../doctor/pair-logins.ts"
import { type CheckResult, runChecks } from "../../doctor/run-checks.ts"
import { describeTerminal } from "../../ui/terminal.ts"
import type { Io } from "../command.ts"
import { createConnections } from "../init/connections.ts"
import { version } from "../version.ts"

export interface Examination {
  readonly repository: GitRepository
  /** What to read instead of the working tree. */
  readonly tree?: Tree
  readonly scope: Scope
  readonly checks: readonly Check[]
  /** What is not to be used, each with why; by default what only somebody who asks for it wants. */
  readonly withheld?: ReadonlyMap<Access, string>
  /** The claims of a token, as they were pasted. */
  readonly claims?: string | undefined
}

export interface Examined {
  readonly facts: Facts
  /** In the order of the checks. */
  readonly results: readonly CheckResult[]
}

/** Every check of some groups: `env`, `repo` and `github` before a start, `http` and `entra` when all is done. */
export const checksOf = (...groups: readonly Group[]): readonly Check[] =>
  catalogue.filter(({ group }) => groups.includes(group))

/** What is only looked at by somebody who asks for it. */
export const unlessAskedFor: ReadonlyMap<Access, string> = new Map([
  ["values", "the secrets themselves are only read on request"],
  ["claims", "nobody gave the claims of a token"],
])

/** Milliseconds for one check, and for one answer, of which a check may wait for two in turn. */
const budgetMs = 10_000
const timeoutMs = 4500

/**
 * Looks once. Never throws for what a check finds, or cannot find.
 *
 * @throws AppError `app/invalid-yaml` where `.idp-oidc.yaml` cannot be used
 */
export async function examine(
  { repository, tree: given, scope, checks, withheld = unlessAskedFor, claims }: Examination,
  io: Io,
  onResult?: (result: CheckResult) => void,
): Promise<Examined> {
  const { env } = io
  const files = createFiles()
  const git = once(() => repository.facts())
  const tree = given ?? createWorkingTree(files, repository.root)
  const profile = await readProfile(tree)
  const connections = createConnections({ facts: git }, io, { timeoutMs, repeats: false })
  const facts = createFacts(
    {
      git: { facts: git },
      tree,
      http: createHttp({ userAgent, timeoutMs }),
      kubectl: createKubectl(env, timeoutMs),
      github: connections.github,
      aws: (namespace) => connections.aws({ namespace, required: false }),
      argo: async () => {
        const session = await findArgoSession(env, files.read)
        return createArgo({ ...session, userAgent, timeoutMs })
      },
      states: async () => {
        const { remote } = await git()
        return createSavedStates(env, { root: repository.root, remote }).texts()
      },
      newestTool: () => readNewestVersion("idp-oidc", env, timeoutMs),
      machine: await describeMachine(git, io),
      claims,
      now: Date.now,
    },
    { scope, profile, withheld },
  )
  // Every check needs the files; a check's time is for what it asks beyond them.
  await facts.logins()
  const results = await runChecks(checks, facts, {
    suppressed: profile.suppressedChecks,
    budgetMs,
    clock: () => performance.now(),
    ...(onResult && { onResult }),
  })
  return { facts, results }
}

const userAgent = `idp-oidc-doctor/${version}`

async function describeMachine(git: () => Promise<GitFacts>, io: Io): Promise<Machine> {
  const { env } = io
  const { remote } = await git()
  const flags = { noColor: false, json: false, accessible: false }
  return {
    nodeVersion: process.versions.node,
    toolVersion: version,
    unicode: !io.stdout.isTTY || describeTerminal(env, io, flags, process.platform).unicode,
    proxyVariable: proxyVariable(env),
    proxyIsUsed: useEnvProxy(env),
    trustsAnyCertificate: env.NODE_TLS_REJECT_UNAUTHORIZED === "0",
    githubUrl: remote && findHost(remote.host, env).apiUrl,
  }
}

async function readProfile(tree: Tree): Promise<Profile> {
  const [text] = await tree.read([profilePath])
  const profile = parseProfile(text)
  if (profile.ok) return profile.value
  throw new AppError("app/invalid-yaml", `${profilePath} cannot be used.`, {
    location: profile.problems[0]?.location ?? { path: profilePath },
    details: profile.problems.map(renderLocatedProblem),
    hint: "Correct it and run again.",
  })
}
