/** Decisions to a plan: reads the repository, and asks GitHub and AWS where the plan depends on what they know. */
import { join, relative, resolve } from "node:path"
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import type { GitRepository } from "../../adapters/git/git.ts"
import type { SavedStates } from "../../adapters/state/saved-states.ts"
import { deriveAnswers } from "../../core/plan/derive-answers.ts"
import { knownTenant } from "../../core/plan/derive-tenant.ts"
import { makePlan, type PlanOptions } from "../../core/plan/make-plan.ts"
import { makeRevert } from "../../core/plan/make-revert.ts"
import { readSnapshot } from "../../wizard/read-snapshot.ts"
import type { Decisions, Planned } from "../../wizard/wizard-state.ts"
import { appsFoldersAround } from "../apps-folders-around.ts"
import type { Io } from "../command.ts"
import type { Connections } from "./connections.ts"
import { readPublishedVersions } from "./published-versions.ts"
import { doubtsAbout, missingSecrets, prepareSecrets } from "./secrets.ts"

/** What stays the same for all plans of one start. */
export interface PlanContext {
  readonly repository: GitRepository
  /** Where the command was started, or `--repo`. */
  readonly folder: string
  /** `--repo` as it was given. */
  readonly repo: string | undefined
  readonly ticketOut: string | undefined
  /** True where nothing will be written. */
  readonly showOnly: boolean
  /** True where somebody is there to be asked. */
  readonly asked: boolean
  /** About the way that the values came in. */
  readonly secretNotes: readonly string[]
  readonly connections: Connections
  readonly states: SavedStates
}

/** @throws AppError where the answers and the files cannot be brought together; `github/*`, `aws/*`, `secrets/*` */
export async function readAndPlan(decisions: Decisions, context: PlanContext, io: Io): Promise<Planned> {
  const { repository, folder, connections, showOnly, asked, ticketOut } = context
  const files = createFiles()
  const workingTree = createWorkingTree(files, repository.root)
  const { given, wire } = decisions
  const reading = await readSnapshot(
    { git: repository, files, workingTree, github: connections.github },
    {
      given,
      around: appsFoldersAround(repository.root, folder),
      destination: decisions.destination ?? "working-tree",
      showOnly,
      ingress: decisions.revert ? "unwire" : wire === "no" ? "untouched" : "wire",
      ticketPath: ticketOut === undefined ? undefined : resolve(io.cwd, ticketOut),
    },
  )
  if (reading.kind === "missing")
    return { kind: "missing", missing: [...reading.missing, ...missingSecrets({ decisions, showOnly })] }
  const { snapshot, release, origins } = reading
  const doubts =
    decisions.secrets.via === undefined ? [] : doubtsAbout(decisions.values, knownTenant(snapshot)?.id)
  const derived = deriveAnswers({
    given,
    app: snapshot.app,
    profile: snapshot.profile,
    release,
    releases: snapshot.releases,
    existing: snapshot.existing,
    sibling: snapshot.sibling,
    asked: snapshot.asked,
    published: await readPublishedVersions(given, snapshot, connections),
    said: decisions.said,
    origins,
  })
  if (derived.kind === "missing") return derived
  const { answers } = derived
  const remembered = asked ? undefined : await context.states.read(answers.namespace, answers.app)
  const runs = remembered?.runs ?? decisions.memory.runs
  const request = {
    decisions,
    runs,
    showOnly,
    asked,
    notes: [...context.secretNotes, ...doubts],
    connections,
  }
  const prepared = await prepareSecrets(request, answers, workingTree)
  if (prepared.kind === "missing") return prepared
  const options: PlanOptions = {
    wire,
    ticketOut,
    edits: decisions.edits,
    here: { repo: context.repo, path: (path) => relative(io.cwd, join(repository.root, path)) },
    ...prepared.options,
  }
  if (!decisions.revert)
    return { kind: "planned", plan: makePlan(answers, derived.origins, snapshot, options) }
  const plan = makePlan(answers, derived.origins, snapshot, { ...options, wire: "no" })
  return { kind: "planned", plan: makeRevert(plan, snapshot, options.here) }
}
