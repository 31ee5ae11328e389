import type { Http } from "../../src/adapters/http/http.ts"
import type { Kubectl } from "../../src/adapters/kubectl/kubectl.ts"
import { companyProfile } from "../../src/core/contract/company.ts"
import type { Profile } from "../../src/core/contract/profile.ts"
import type { GitFacts } from "../../src/core/repo/git-facts.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { createFacts, type Facts } from "../../src/doctor/facts.ts"
import type { Scope } from "../../src/doctor/pair-logins.ts"
import { type CheckResult, runChecks } from "../../src/doctor/run-checks.ts"
import { createTextsTree } from "../fakes/texts-tree.ts"

export const quietGit: GitFacts = {
  currentBranch: "main",
  branches: new Map(),
  defaultBranch: undefined,
  hasRemote: false,
  remote: undefined,
  operation: undefined,
}

export interface Examined {
  readonly scope?: Partial<Scope>
  readonly git?: GitFacts
  readonly profile?: Profile
  readonly nodeVersion?: string
  readonly http?: Http
  readonly kubectl?: Kubectl
}

const notInstalled: Kubectl = { get: async () => ({ kind: "refused", reason: "not-installed" }) }

/** A network in which nobody answers. */
const nobody: Http = { ask: async () => ({ kind: "unanswered", reason: "late", code: "ETIMEDOUT" }) }

export const factsOf = (
  texts: ReadonlyMap<string, string>,
  {
    scope = {},
    git = quietGit,
    profile = companyProfile,
    nodeVersion = "24.0.0",
    http = nobody,
    kubectl = notInstalled,
  }: Examined = {},
): Facts =>
  createFacts(
    {
      git: { facts: async () => git },
      tree: createTextsTree(texts),
      http,
      kubectl,
      nodeVersion,
      now: Date.now,
    },
    { namespace: undefined, app: undefined, ...scope },
    profile,
  )

/** Every check of files, on a repository that is nothing but texts. */
export const examine = (
  texts: ReadonlyMap<string, string>,
  examined: Examined = {},
): Promise<readonly CheckResult[]> =>
  runChecks(
    catalogue.filter(({ needs }) => needs.every((need) => need === "files")),
    factsOf(texts, examined),
    { withheld: new Map(), suppressed: [], budgetMs: 10_000, clock: () => performance.now() },
  )

/** `OIDC105 fail`, for every check that has something to say. */
export const complaintsOf = (results: readonly CheckResult[]): readonly string[] =>
  results
    .filter(({ status }) => status === "fail" || status === "warn")
    .map(({ check, status }) => `${check.id} ${status}`)
