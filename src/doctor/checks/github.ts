/** What GitHub knows: the user's token and rights, the runs that stored secrets, and the pull requests of `init`. */
import type { PullRequestState } from "../../adapters/github/pull-requests.ts"
import { releaseNameFor } from "../../core/contract/names.ts"
import { AppError } from "../../core/errors.ts"
import { findRound } from "../../core/plan/branch-round.ts"
import { deployBranch, wireBranch } from "../../core/plan/destination.ts"
import {
  type Access,
  type Check,
  type Finding,
  fail,
  info,
  looked,
  nothing,
  unknown,
  warn,
} from "../check.ts"
import type { ReadGitHub } from "../facts.ts"
import { partOfSentence } from "../reach.ts"
import { withGitHub } from "../with-github.ts"

const needs: readonly Access[] = ["github"]

const dayMs = 86_400_000

/** Days. */
const soon = 7

export const token: Check = {
  id: "OIDC301",
  group: "github",
  title: "GitHub accepts the token",
  needs,
  after: [],
  hint: "gh auth login makes one; GH_TOKEN goes before it.",
  run: withGitHub(async ({ viewer, tokenSource }, { now }) => {
    const { expiresAt, refused } = await viewer().then(
      (found) => ({ ...found, refused: undefined }),
      (error: unknown) => ({ expiresAt: undefined, refused: refusalOf(error) }),
    )
    if (refused) return looked(refused)
    if (expiresAt === undefined) return looked()
    const days = Math.floor((expiresAt - now()) / dayMs)
    return days < soon ? looked(warn(`the token of ${tokenSource} ends in ${days} days`)) : looked()
  }),
}

/** No token is no fault, but one that is there and refused is: everything that uses it fails. */
function refusalOf(error: unknown): Finding {
  if (!(error instanceof AppError) || error.code !== "github/bad-token") throw error
  return fail(partOfSentence(error.message), error.hint === undefined ? {} : { hint: error.hint })
}

export const permissions: Check = {
  id: "OIDC302",
  group: "github",
  title: "The token may run workflows and open pull requests",
  needs,
  after: ["OIDC301"],
  hint: "Ask an owner of the repository for write access.",
  run: withGitHub(async ({ viewer, repository, tokenSource }) => {
    const [{ login, scopes }, { canPush, archived }] = await Promise.all([viewer(), repository()])
    return looked(
      ...(archived ? [fail("the repository is archived, so nothing in it can be changed")] : []),
      ...(canPush ? [] : [warn(`${login} may only read this repository`, { expected: "write access" })]),
      ...(scopes === undefined || scopes.includes("repo")
        ? []
        : [
            warn(`the token of ${tokenSource} has too narrow a scope`, {
              found: scopes.join(", ") || "no scope",
              expected: "repo",
              command: "gh auth refresh --scopes repo",
            }),
          ]),
    )
  }),
}

/** More than a person looks after at a time. */
const maxBranches = 10

export const pullRequests: Check = {
  id: "OIDC308",
  group: "github",
  title: "Pull requests of init are merged",
  needs,
  after: ["OIDC301"],
  hint: "Merge the one that deploys the login first, the one that wires it when ArgoCD shows the login healthy.",
  run: withGitHub(async (github, facts) => {
    const { logins } = await facts.logins()
    const releases = new Set(
      logins.map(({ app, release }) => release?.name ?? releaseNameFor(app?.name ?? "")),
    )
    if (releases.size === 0) return nothing("no app here has a login")
    if (releases.size > maxBranches)
      return looked(
        unknown(`${releases.size} logins are too many to ask about: choose an app`, {
          command: "idp-oidc doctor --app APP",
        }),
      )
    const branches = [...releases].flatMap((release) => {
      const branch = deployBranch(release)
      return [branch, wireBranch(branch)]
    })
    const rounds = await Promise.all(branches.map((branch) => findRound(branch, github.findPullRequest)))
    const existing = rounds.flatMap(({ newest }) => newest ?? [])
    if (existing.length === 0) return nothing("init has opened none")
    const findings = await Promise.all(existing.map((pull) => judgePull(pull, github)))
    return looked(...findings.flat())
  }),
}

async function judgePull(pull: PullRequestState, github: ReadGitHub): Promise<readonly Finding[]> {
  const { number, url, state, branch } = pull
  if (state === "merged") return []
  const found = url
  if (state === "closed")
    return [
      warn(`pull request ${number} of ${branch} was closed without being merged`, {
        found,
        hint: "Open it again if the change is still wanted, or delete the branch.",
      }),
    ]
  const { mergeable } = await github.pullRequest(number)
  const obstacle = obstacles[mergeable]
  return obstacle === undefined
    ? [info(`pull request ${number} waits to be merged: ${url}`)]
    : [(mergeable === "dirty" ? fail : warn)(`pull request ${number} ${obstacle}`, { found })]
}

/** By GitHub's word for the state of a merge. Source: GitHub's GraphQL reference, `MergeStateStatus`. */
const obstacles: Readonly<Record<string, string>> = {
  dirty: "conflicts with its base: run idp-oidc init again, or merge the base into it",
  blocked: "waits for a review, or for a check that the branch requires",
  behind: "is behind its base, which must be merged into it first",
  unstable: "has a check that fails or is under way",
  draft: "is a draft",
}

export const githubChecks: readonly Check[] = [token, permissions, pullRequests]
