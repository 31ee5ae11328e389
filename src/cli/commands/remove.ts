/** `idp-oidc remove`: takes a login away in the order that never takes the app offline. */

import { join, relative } from "node:path"
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import { createSavedStates } from "../../adapters/state/saved-states.ts"
import type { Exit } from "../../core/errors.ts"
import type { Given } from "../../core/plan/given.ts"
import { makeRemoval } from "../../core/plan/make-removal.ts"
import type { Plan } from "../../core/plan/plan.ts"
import type { RemovalAnswers, RemovalSnapshot } from "../../core/plan/removal.ts"
import type { ConfirmQuestion, TypedQuestion } from "../../ui/question.ts"
import { readRemoval } from "../../wizard/read-removal.ts"
import { appsFoldersAround } from "../apps-folders-around.ts"
import { type AskQuestion, withQuestions } from "../ask-questions.ts"
import { carryOut } from "../change/carry-out.ts"
import { readAsking } from "../change/read-asking.ts"
import { findRegistration } from "../change/registration.ts"
import { findStillAsking } from "../change/still-asking.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { createConnections } from "../init/connections.ts"
import { givenFromFlags } from "../init/given-from-flags.ts"
import { createRunReport, reportMissing, reportPlan } from "../init/report.ts"
import { approval, destinationOf, findRepository, withWriting } from "../plan-command.ts"

export const run: RunCommand = (invocation, io) =>
  withQuestions(invocation, io, (ask) => remove(invocation, io, ask))

async function remove(invocation: Invocation, io: Io, ask: AskQuestion | undefined): Promise<Exit> {
  const { on, text } = invocation
  const given = givenFromFlags(invocation, "remove")
  const { folder, repository } = await findRepository(invocation, io)
  const connections = createConnections(repository, io)
  const files = createFiles()
  const tools = {
    git: repository,
    files,
    workingTree: createWorkingTree(files, repository.root),
    github: connections.github,
  }
  const read = (chosen: Given) =>
    readRemoval(tools, {
      given: chosen,
      around: appsFoldersAround(repository.root, folder),
      destination: destinationOf(invocation),
      showOnly: on("dry-run"),
    })
  const reading = await readAsking(given, read, ask)
  if (reading.kind === "left") return "cancelled"
  const approved = on("yes") || on("dry-run") || ask !== undefined
  if (reading.kind === "missing" || !approved)
    return reportMissing(
      [...(reading.kind === "missing" ? reading.missing : []), ...(approved ? [] : [approval])],
      invocation,
      io,
    )
  const { snapshot, origins } = reading
  const states = createSavedStates(io.env, { root: repository.root, remote: snapshot.git.remote })
  const { hosts, notes } = await findStillAsking(snapshot)
  const plan = makeRemoval({ ...snapshot, notes: [...snapshot.notes, ...notes] }, origins, {
    here: { repo: text("repo"), path: (path) => relative(io.cwd, join(repository.root, path)) },
    registration: await findRegistration(given, invocation, states, snapshot.app),
    ticketLanguage: given.ticketLanguage,
    stillAsking: hosts,
  })
  if (on("dry-run")) return reportPlan(withWriting(plan, "remove", invocation), invocation, io)
  const report = createRunReport(invocation, io)
  return carryOut(plan, questionFor(plan, snapshot), { repository, connections, report, io, ask })
}

/** Where the app is opened to everyone, its name must be typed. */
function questionFor(
  { answers: { app, release } }: Plan<RemovalAnswers>,
  { due }: RemovalSnapshot,
): ConfirmQuestion | TypedQuestion {
  return due.kind === "delete"
    ? {
        kind: "confirm",
        id: "confirm-deletion",
        title: `Delete ${release}?`,
        help: "Nothing has been written yet. No ingress refers to the middleware any more.",
      }
    : {
        kind: "typed",
        id: "confirm-unwiring",
        title: `This turns login off in front of ${app} once it is deployed. Type ${app} to write it.`,
        help: "From then on everyone who can reach the app gets in without login.",
        expected: app,
      }
}
