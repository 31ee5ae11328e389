/** The runs that stored secrets: what they printed, and how they ended. */
import type { RunState } from "../../adapters/github/runs.ts"
import { findSecretShapes } from "../../core/workflow/find-secret-shapes.ts"
import { type Access, type Check, type Finding, fail, looked, nothing, warn } from "../check.ts"
import type { Facts, ReadGitHub } from "../facts.ts"
import { pathsOf } from "../login.ts"
import { chooseWorkflows, chosenOf } from "../namespace-workflows.ts"
import { withGitHub } from "../with-github.ts"

const needs: readonly Access[] = ["github"]

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

export const runChecks: readonly Check[] = [runLogs, runResults]
