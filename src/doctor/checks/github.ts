/** What GitHub knows: the user's token and rights, the runs that stored secrets, and the pull requests of `init`. */
import type { PullRequestState } from "../../adapters/github/pull-requests.ts"
import type { RunState } from "../../adapters/github/runs.ts"
import { releaseNameFor } from "../../core/contract/names.ts"
import { AppError } from "../../core/errors.ts"
import { deployBranch, wireBranch } from "../../core/plan/destination.ts"
import { findSecretShapes } from "../../core/workflow/find-secret-shapes.ts"
import {
  type Access,
  type Check,
  type Finding,
  fail,
  info,
  isOutOfReach,
  type Look,
  looked,
  nothing,
  unknown,
  warn,
} from "../check.ts"
import type { Facts, ReadGitHub } from "../facts.ts"
import { pathsOf } from "../login.ts"
import { chooseWorkflows, chosenOf } from "../namespace-workflows.ts"
import { partOfSentence } from "../reach.ts"

const needs: readonly Access[] = ["github"]

const withGitHub =
  (look: (github: ReadGitHub, facts: Facts) => Promise<Look>) =>
  async (facts: Facts): Promise<Look> => {
    const github = await facts.github()
    return isOutOfReach(github) ? github : look(github, facts)
  }

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

/** Older ones were started by people who have long gone on. */
const lastRuns = 10
const readLogs = 3

interface RecentRun extends RunState {
  readonly workflow: string
}

/** The newest runs of the workflows that store secrets of these logins, newest first. */
async function readRuns(github: ReadGitHub, facts: Facts): Promise<readonly RecentRun[]> {
  const paths = chosenOf(await chooseWorkflows(facts)).map(({ path }) => path)
  if (paths.length === 0) return []
  const workflows = (await github.listWorkflows()).filter(({ path }) => paths.includes(path))
  const runs = await Promise.all(
    workflows.map(async ({ id, path }) =>
      (await github.lastRuns(id, lastRuns)).map((run): RecentRun => ({ ...run, workflow: path })),
    ),
  )
  return runs.flat().toSorted((a, b) => b.createdAt - a.createdAt)
}

export const runLogs: Check = {
  id: "OIDC306",
  group: "github",
  title: "No log of a run shows a secret",
  needs,
  after: ["OIDC301", "OIDC303"],
  hint: "Delete the log, order a new client secret or store a new session secret, and have the workflow corrected.",
  run: withGitHub(async (github, facts) => {
    const runs = (await readRuns(github, facts)).filter(({ status }) => status === "completed")
    if (runs.length === 0) return nothing("no run has stored secrets")
    const findings = await Promise.all(
      runs.slice(0, readLogs).map(async ({ id, url, workflow }): Promise<readonly Finding[]> => {
        const logs = await github.logs(id)
        if (logs.kind === "gone") return []
        return findSecretShapes(logs.files).map(({ file, line, field }) =>
          fail(`the log of a run shows what looks like a ${field.replace("-", " ")}`, {
            location: { path: workflow },
            found: `${url}, ${file}:${line}`,
            command: `gh api --method DELETE repos/{owner}/{repo}/actions/runs/${id}/logs`,
          }),
        )
      }),
    )
    return looked(...findings.flat())
  }),
}

export const runResults: Check = {
  id: "OIDC307",
  group: "github",
  title: "The last runs that stored secrets have succeeded",
  needs,
  after: ["OIDC301", "OIDC303"],
  hint: "Read what the step printed, then store that secret again.",
  run: withGitHub(async (github, facts) => {
    const runs = relevant(await readRuns(github, facts), await secretNamesOf(facts))
    if (runs.length === 0) return nothing("no run has stored secrets of these apps by hand")
    const findings = await Promise.all(runs.map((run) => judgeRun(run, github)))
    return looked(...findings.flat())
  }),
}

/** The last part of each path, which is what a run is given as its name. */
async function secretNamesOf(facts: Facts): Promise<readonly string[]> {
  const { logins } = await facts.logins()
  return logins.flatMap(({ release }) =>
    release ? Object.values(pathsOf(release)).map((path) => path.slice(path.lastIndexOf("/") + 1)) : [],
  )
}

interface RelevantRun extends RecentRun {
  /** False where its title does not say for which secret it was. */
  readonly isOurs: boolean
}

/** The newest run for each secret, where titles tell them apart; else the last three, one for each secret. */
function relevant(runs: readonly RecentRun[], names: readonly string[]): readonly RelevantRun[] {
  const named = names.flatMap((name) => runs.find(({ title }) => title.includes(name)) ?? [])
  return named.length > 0
    ? named.map((run) => ({ ...run, isOurs: true }))
    : runs.slice(0, 3).map((run) => ({ ...run, isOurs: false }))
}

async function judgeRun(
  { id, title, url, status, conclusion, workflow, isOurs }: RelevantRun,
  github: ReadGitHub,
): Promise<readonly Finding[]> {
  const location = { path: workflow }
  if (status === "waiting")
    return [warn(`the run "${title}" waits for somebody to approve it`, { location, found: url })]
  if (status !== "completed" || conclusion === "success") return []
  const step = (await github.jobs(id))
    .flatMap(({ steps }) => steps)
    .find((candidate) => candidate.conclusion === "failure")
  const report = isOurs ? fail : warn
  return [
    report(`the run "${title}" ended as ${conclusion}${step ? ` at "${step.name}"` : ""}`, {
      location,
      found: url,
      expected: "success",
      command: `gh run view ${id} --log-failed`,
    }),
  ]
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
    const found = await Promise.all(branches.map((branch) => github.findPullRequest(branch)))
    const existing = found.filter((pull) => pull !== undefined)
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

export const githubChecks: readonly Check[] = [token, permissions, runLogs, runResults, pullRequests]
