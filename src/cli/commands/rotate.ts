/** `idp-oidc rotate`: a new client secret or session secret, stored and made live. */
import { join, relative } from "node:path"
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import { createSavedStates } from "../../adapters/state/saved-states.ts"
import { AppError, type Exit } from "../../core/errors.ts"
import { deployBranch } from "../../core/plan/destination.ts"
import type { Given } from "../../core/plan/given.ts"
import { makeRotation, requireValues } from "../../core/plan/make-rotation.ts"
import { parseDuration } from "../../core/text/duration.ts"
import { readRotation } from "../../wizard/read-rotation.ts"
import { appsFoldersAround } from "../apps-folders-around.ts"
import { type AskQuestion, withQuestions } from "../ask-questions.ts"
import { readAsking } from "../change/read-asking.ts"
import { findRegistration } from "../change/registration.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { createConnections } from "../init/connections.ts"
import { givenFromFlags } from "../init/given-from-flags.ts"
import { reportMissing, reportPlan } from "../init/report.ts"
import { destinationOf, findRepository, withWriting } from "../plan-command.ts"
import { missingFrom } from "../rotate/agree.ts"
import { askRequest, askWhich, prepareAsking } from "../rotate/ask-request.ts"
import { performRotation } from "../rotate/perform.ts"
import { prepareRotation } from "../rotate/prepare.ts"
import { requestFromFlags, usualWay } from "../rotate/request.ts"
import { verifyRotation } from "../rotate/verify.ts"

export const run: RunCommand = (invocation, io) =>
  withQuestions(invocation, io, (ask) => rotate(invocation, io, ask))

async function rotate(invocation: Invocation, io: Io, ask: AskQuestion | undefined): Promise<Exit> {
  const { on, text } = invocation
  const given = givenFromFlags(invocation, "rotate")
  const open = await requestFromFlags(invocation, io)
  const waitMs = waitFrom(invocation)
  const { folder, repository } = await findRepository(invocation, io)
  const connections = createConnections(repository, io)
  const files = createFiles()
  const workingTree = createWorkingTree(files, repository.root)
  const now = new Date().toISOString()
  const read = (chosen: Given) =>
    readRotation(
      { git: repository, files, workingTree, github: connections.github },
      {
        given: chosen,
        around: appsFoldersAround(repository.root, folder),
        destination: destinationOf(invocation),
        showOnly: on("dry-run"),
      },
      (release) => `${deployBranch(release)}-rotate-${now.slice(0, 19).replace(/\D/g, "")}`,
    )
  const reading = await readAsking(given, read, ask)
  if (reading.kind === "left") return left(io)
  const missing = missingFrom(open, reading.kind === "missing" ? reading.missing : [], invocation)
  if (reading.kind === "missing") return reportMissing(missing, invocation, io)
  const { snapshot, origins, tree } = reading
  requireValues(snapshot)
  const secret = open.secret ?? (ask && (await askWhich(ask)))
  if (secret === undefined) return ask ? left(io) : reportMissing(missing, invocation, io)
  if (on("verify"))
    return verifyRotation(
      { secret, snapshot, repository, connections, readValues: on("read-values"), waitMs },
      invocation,
      io,
    )
  if (missing.length > 0 && !ask) return reportMissing(missing, invocation, io)
  const request = ask
    ? await askRequest(open, secret, snapshot.runtime, ask)
    : { ...open, secret, via: open.via ?? usualWay(open) }
  if (!request) return left(io)
  const prepared = await prepareAsking(
    request,
    (wanted) => prepareRotation(wanted, snapshot, { connections, tree }),
    ask,
  )
  if (prepared === "left") return left(io)
  if (prepared.kind === "missing") return reportMissing(prepared.missing, invocation, io)
  const states = createSavedStates(io.env, { root: repository.root, remote: snapshot.git.remote })
  const plan = makeRotation(snapshot, origins, {
    here: { repo: text("repo"), path: (path) => relative(io.cwd, join(repository.root, path)) },
    secret,
    finish: request.finish,
    store: prepared.store,
    mark: now,
    secretEnds: request.secretEnds,
    registration: await findRegistration(given, invocation, states, snapshot.app),
    ticketLanguage: given.ticketLanguage,
  })
  if (on("dry-run")) return reportPlan(withWriting(plan, "rotate", invocation), invocation, io)
  const performance = { plan, request, prepared, app: snapshot.app, repository, connections, states, ask }
  return performRotation(performance, invocation, io)
}

/** @throws AppError `usage/invalid-flag`, `usage/contradicting-flags` */
function waitFrom({ on, text }: Invocation): number {
  const given = text("wait")
  if (given !== undefined && !on("verify"))
    throw new AppError("usage/contradicting-flags", "--wait waits for what --verify looks for.", {
      hint: "Add --verify, or leave --wait out.",
    })
  const waitMs = parseDuration(given ?? "0s")
  if (waitMs !== undefined) return waitMs
  throw new AppError("usage/invalid-flag", `--wait does not take "${given}".`, {
    hint: "Give it minutes and seconds, such as 3m or 90s.",
  })
}

const left = (io: Io): Exit => {
  io.stderr.write("Nothing was written.\n")
  return "cancelled"
}
