/** One examination of a repository: what the doctor runs on demand, and `init` before it begins and after it is done. */
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import type { GitRepository } from "../../adapters/git/git.ts"
import { createHttp } from "../../adapters/http/http.ts"
import { createKubectl } from "../../adapters/kubectl/kubectl.ts"
import { renderLocatedProblem } from "../../core/contract/problem.ts"
import { type Profile, parseProfile, profilePath } from "../../core/contract/profile.ts"
import { AppError } from "../../core/errors.ts"
import type { Tree } from "../../core/repo/tree.ts"
import { catalogue } from "../../doctor/catalogue.ts"
import type { Access, Check, Group } from "../../doctor/check.ts"
import { createFacts, type Facts } from "../../doctor/facts.ts"
import type { Scope } from "../../doctor/pair-logins.ts"
import { type CheckResult, runChecks } from "../../doctor/run-checks.ts"
import type { Io } from "../command.ts"
import { version } from "../version.ts"

export interface Examination {
  readonly repository: GitRepository
  /** What to read instead of the working tree. */
  readonly tree?: Tree
  readonly scope: Scope
  readonly checks: readonly Check[]
  readonly withheld: ReadonlyMap<Access, string>
}

export interface Examined {
  readonly facts: Facts
  /** In the order of the checks. */
  readonly results: readonly CheckResult[]
}

/** Every check of some groups: `env`, `repo` and `github` before a start, `http` and `entra` when all is done. */
export const checksOf = (...groups: readonly Group[]): readonly Check[] =>
  catalogue.filter(({ group }) => groups.includes(group))

/** Milliseconds for one check, and for one answer of a host, of which a check may wait for two in turn. */
const budgetMs = 10_000
const timeoutMs = 4500

/**
 * Looks once. Never throws for what a check finds, or cannot find.
 *
 * @throws AppError `app/invalid-yaml` where `.idp-oidc.yaml` cannot be used
 */
export async function examine(
  { repository, tree, scope, checks, withheld }: Examination,
  { env }: Io,
  onResult?: (result: CheckResult) => void,
): Promise<Examined> {
  const read = tree ?? createWorkingTree(createFiles(), repository.root)
  const profile = await readProfile(read)
  const facts = createFacts(
    {
      git: repository,
      tree: read,
      http: createHttp({ userAgent: `idp-oidc-doctor/${version}`, timeoutMs }),
      kubectl: createKubectl(env, timeoutMs),
      nodeVersion: process.versions.node,
      now: Date.now,
    },
    scope,
    profile,
  )
  // Every check needs the files; a check's time is for what it asks beyond them.
  await facts.logins()
  const results = await runChecks(checks, facts, {
    withheld,
    suppressed: profile.suppressedChecks,
    budgetMs,
    clock: () => performance.now(),
    ...(onResult && { onResult }),
  })
  return { facts, results }
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
