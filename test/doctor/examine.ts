import type { Unanswered } from "../../src/adapters/http/http.ts"
import type { Kubectl } from "../../src/adapters/kubectl/kubectl.ts"
import { companyProfile } from "../../src/core/contract/company.ts"
import type { Profile } from "../../src/core/contract/profile.ts"
import { AppError } from "../../src/core/errors.ts"
import type { GitFacts } from "../../src/core/repo/git-facts.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import type { Access, Check } from "../../src/doctor/check.ts"
import { createFacts, type Facts, type FactTools } from "../../src/doctor/facts.ts"
import type { Machine } from "../../src/doctor/machine.ts"
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

export interface Examined extends Partial<Omit<FactTools, "tree" | "git">> {
  readonly scope?: Partial<Scope>
  readonly git?: GitFacts
  readonly profile?: Profile
  readonly withheld?: ReadonlyMap<Access, string>
}

export const noKubectl: Kubectl = {
  get: async () => ({ kind: "refused", reason: "not-installed" }),
  logs: async () => ({ kind: "refused", reason: "not-installed" }),
  contexts: async () => [],
}

const silence: Unanswered = { kind: "unanswered", reason: "late", code: "ETIMEDOUT" }

/** A network in which nobody answers. */
export const nobody: FactTools["http"] = { ask: async () => silence, post: async () => silence }

export const machine: Machine = {
  nodeVersion: "24.0.0",
  toolVersion: "1.0.0",
  unicode: true,
  proxyVariable: undefined,
  proxyIsUsed: true,
  trustsAnyCertificate: false,
  githubUrl: undefined,
}

export const factsOf = (
  texts: ReadonlyMap<string, string>,
  { scope = {}, git = quietGit, profile = companyProfile, withheld = new Map(), ...tools }: Examined = {},
): Facts =>
  createFacts(
    {
      tree: createTextsTree(texts),
      http: nobody,
      kubectl: noKubectl,
      github: async () => {
        throw new AppError("github/no-token", "There is no token for github.com.")
      },
      aws: async () => undefined,
      argo: async () => {
        throw new AppError("argo/no-session", "Nobody is logged in to ArgoCD on this machine.")
      },
      states: async () => [],
      newestTool: async () => undefined,
      machine,
      now: Date.now,
      ...tools,
      git: { facts: async () => git },
    },
    { scope: { namespace: undefined, app: undefined, ...scope }, profile, withheld },
  )

/** Some checks on a repository that is nothing but texts. */
export const examineBy = (
  checks: readonly Check[],
  texts: ReadonlyMap<string, string>,
  examined: Examined = {},
): Promise<readonly CheckResult[]> =>
  runChecks(checks, factsOf(texts, examined), {
    suppressed: [],
    budgetMs: 10_000,
    clock: () => performance.now(),
  })

/** Every check of files. */
export const examine = (
  texts: ReadonlyMap<string, string>,
  examined: Examined = {},
): Promise<readonly CheckResult[]> =>
  examineBy(
    catalogue.filter(({ needs }) => needs.every((need) => need === "files")),
    texts,
    examined,
  )

/** `webshop-oidc has no secret: OIDC…`, by id without its letters, as `status: what: found`. */
export const say = (results: readonly CheckResult[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    results.map(({ check, status, findings: [first], because, lacks }) => [
      check.id.slice(4),
      [status, first?.what ?? lacks?.why ?? because, first?.found].filter(Boolean).join(": "),
    ]),
  )

/** `OIDC105 fail`, for every check that has something to say. */
export const complaintsOf = (results: readonly CheckResult[]): readonly string[] =>
  results
    .filter(({ status }) => status === "fail" || status === "warn")
    .map(({ check, status }) => `${check.id} ${status}`)

/**
 * True where a check complains as it should, or could not look because of another's failure: a fault may hide behind another,
 * and then only one of the two can be seen.
 */
export function isNamed(complaint: string, results: readonly CheckResult[]): boolean {
  const [id] = complaint.split(" ")
  const result = results.find(({ check }) => check.id === id)
  const isUnreadable = results.some(
    ({ check, status }) =>
      check.id === "OIDC104" && status === "fail" && result?.check.after.includes(check.id),
  )
  return (
    result?.status === "fail" || result?.status === "warn" || result?.dependsOn !== undefined || isUnreadable
  )
}
