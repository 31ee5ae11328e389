/** Workflows, runs and jobs as GitHub's REST API spells them. */
import type { ListedWorkflow, Repository } from "../repository.ts"
import { progressAt, queueMs, type Run, stepsAt } from "../runs.ts"
import {
  type Json,
  type Links,
  makeMinimalRepository,
  makeUser,
  nodeId,
  repositoryUrl,
  timestamp,
} from "./account.ts"

export function makeWorkflow(
  { id, state, workflow }: ListedWorkflow,
  repository: Repository,
  links: Links,
): Json {
  const { name, path } = workflow
  const web = `${links.web}/${repository.fullName}`
  const file = path.slice(path.lastIndexOf("/") + 1)
  return {
    id,
    node_id: nodeId("W", path),
    name,
    path,
    state,
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.createdAt),
    url: `${repositoryUrl(repository, links)}/actions/workflows/${id}`,
    html_url: `${web}/blob/${repository.defaultBranch}/${path}`,
    badge_url: `${web}/actions/workflows/${file}/badge.svg`,
  }
}

export const runUrls = ({ id, repository }: Run, links: Links) => ({
  api: `${repositoryUrl(repository, links)}/actions/runs/${id}`,
  web: `${links.web}/${repository.fullName}/actions/runs/${id}`,
})

/** A run never tells its inputs. Source: GitHub's OpenAPI description, `workflow-run`. */
export function makeRun(run: Run, links: Links, now: number): Json {
  const { id, number, repository, workflow, createdAt, sha } = run
  const { api, web } = runUrls(run, links)
  const author = { name: run.actor, email: `${run.actor}@example.com` }
  const minimal = makeMinimalRepository(repository, links)
  return {
    id,
    name: workflow.name,
    node_id: nodeId("WFR", String(id)),
    head_branch: run.branch,
    head_sha: sha,
    path: workflow.path,
    display_title: run.title,
    run_number: number,
    run_attempt: 1,
    event: "workflow_dispatch",
    ...progressAt(run, now),
    workflow_id: workflow.id,
    url: api,
    html_url: web,
    pull_requests: [],
    created_at: timestamp(createdAt),
    updated_at: timestamp(now),
    run_started_at: timestamp(createdAt),
    actor: makeUser(run.actor, links),
    triggering_actor: makeUser(run.actor, links),
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: `${repositoryUrl(repository, links)}/check-suites/${id}`,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    workflow_url: `${repositoryUrl(repository, links)}/actions/workflows/${workflow.id}`,
    head_commit: {
      id: sha,
      tree_id: repository.commits.get(sha)?.tree ?? sha,
      message: repository.commits.get(sha)?.message ?? "",
      timestamp: timestamp(repository.commits.get(sha)?.at ?? createdAt),
      author,
      committer: author,
    },
    repository: minimal,
    head_repository: minimal,
  }
}

/** Runs of the stand-in have one job. */
export function makeJob(run: Run, links: Links, now: number): Json {
  const { api, web } = runUrls(run, links)
  const steps = stepsAt(run, now)
  const progress = progressAt(run, now)
  const id = run.id + 1
  return {
    id,
    run_id: run.id,
    run_url: api,
    run_attempt: 1,
    node_id: nodeId("CR", String(id)),
    head_sha: run.sha,
    head_branch: run.branch,
    workflow_name: run.workflow.name,
    name: run.script.job,
    url: `${repositoryUrl(run.repository, links)}/actions/jobs/${id}`,
    html_url: `${web}/job/${id}`,
    ...progress,
    created_at: timestamp(run.createdAt),
    started_at: timestamp(run.createdAt + queueMs),
    completed_at: progress.status === "completed" ? timestamp(steps.at(-1)?.endsAt ?? now) : null,
    check_run_url: `${repositoryUrl(run.repository, links)}/check-runs/${id}`,
    labels: ["ubuntu-24.04"],
    runner_id: 1,
    runner_name: "GitHub Actions 1",
    runner_group_id: 0,
    runner_group_name: "GitHub Actions",
    steps: steps.map(({ script, status, conclusion, startedAt, endsAt }, index) => ({
      name: script.name,
      number: index + 1,
      status,
      conclusion,
      started_at: status === "queued" ? null : timestamp(startedAt),
      completed_at: status === "completed" ? timestamp(endsAt) : null,
    })),
  }
}
