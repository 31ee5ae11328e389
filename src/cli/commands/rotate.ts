/** `idp-oidc rotate`: a new client secret or session secret, stored and made live. */
import { join, relative } from "node:path"
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import { createSavedStates } from "../../adapters/state/saved-states.ts"
import type { SecretField } from "../../core/entra/secret-shapes.ts"
import { AppError, type Exit } from "../../core/errors.ts"
import { deployBranch } from "../../core/plan/destination.ts"
import type { Given } from "../../core/plan/given.ts"
import { makeRotation, requireValues } from "../../core/plan/make-rotation.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { Plan } from "../../core/plan/plan.ts"
import { type RotationAnswers, type RotationOptions, rotatable } from "../../core/plan/rotation.ts"
import { parseDuration } from "../../core/text/duration.ts"
import type { ConfirmQuestion } from "../../ui/question.ts"
import type { Secret } from "../../ui/secret.ts"
import { readRotation } from "../../wizard/read-rotation.ts"
import { appsFoldersAround } from "../apps-folders-around.ts"
import { type AskQuestion, withQuestions } from "../ask-questions.ts"
import { carryOut } from "../change/carry-out.ts"
import { readAsking } from "../change/read-asking.ts"
import { findRegistration } from "../change/registration.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { createConnections } from "../init/connections.ts"
import { givenFromFlags } from "../init/given-from-flags.ts"
import { openJournal } from "../init/journal.ts"
import { createRunReport, reportMissing, reportPlan } from "../init/report.ts"
import { storeTools } from "../init/secrets.ts"
import { approval, destinationOf, findRepository, withWriting } from "../plan-command.ts"
import { askMissing, askRequest } from "../rotate/ask-request.ts"
import { type Preparation, prepareRotation } from "../rotate/prepare.ts"
import { rememberEnd } from "../rotate/remember-end.ts"
import { type OpenRequest, type RotationRequest, requestFromFlags } from "../rotate/request.ts"
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
  if (reading.kind === "missing")
    return reportMissing(lacking(open, reading.missing, invocation.on), invocation, io)
  const { snapshot, origins, tree } = reading
  const states = createSavedStates(io.env, { root: repository.root, remote: snapshot.git.remote })
  requireValues(snapshot)
  if (on("verify")) {
    const { secret } = open
    if (secret === undefined) return reportMissing([which], invocation, io)
    return verifyRotation(
      { secret, snapshot, repository, connections, readValues: on("read-values"), waitMs },
      invocation,
      io,
    )
  }

  const request = await complete(open, ask)
  if (request === "left") return left(io)
  if (request === undefined || (!isAgreed(request, invocation.on) && !ask))
    return reportMissing(lacking(open, [], invocation.on), invocation, io)
  const prepared = await prepareAsking(
    request,
    (wanted) => prepareRotation(wanted, snapshot, { connections, tree }),
    ask,
  )
  if (prepared.kind === "missing") return reportMissing(prepared.missing, invocation, io)
  const { store, values } = prepared
  const plan = makeRotation(snapshot, origins, {
    here: { repo: text("repo"), path: (path) => relative(io.cwd, join(repository.root, path)) },
    secret: request.secret,
    finish: request.finish,
    store,
    mark: now,
    secretEnds: request.secretEnds,
    registration: await findRegistration(given, invocation, states, snapshot.app),
    ticketLanguage: given.ticketLanguage,
  })
  if (on("dry-run")) return reportPlan(withWriting(plan, "rotate", invocation), invocation, io)
  const report = createRunReport(invocation, io)
  const { namespace } = plan.answers
  const exit = await carryOut(plan, questionFor(plan, { store, finish: request.finish }), {
    repository,
    connections,
    report,
    io,
    ask: store === "value-missing" ? undefined : ask,
    secrets: async () =>
      typeof store === "string"
        ? {}
        : storeTools(store.route, allFields(values), {
            connections,
            namespace,
            signal: io.signal,
            onProgress: report.run,
            ...(await openJournal(states, plan.answers)),
          }),
  })
  if (request.secretEnds !== undefined && exit !== "cancelled" && store !== "value-missing")
    await rememberEnd(request.secretEnds, snapshot.app, states)
  return exit
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

const which: Missing = { flag: "--secret", why: "which of the two to replace", choices: [...rotatable] }

const left = (io: Io): Exit => {
  io.stderr.write("Nothing was written.\n")
  return "cancelled"
}

/** To order a client secret, nothing is written. */
const isAgreed = ({ secret, clientSecret, via }: OpenRequest, on: (flag: string) => boolean): boolean =>
  on("yes") || on("dry-run") || (secret === "client" && clientSecret === undefined && via !== "skip")

const lacking = (
  open: OpenRequest,
  missing: readonly Missing[],
  on: (flag: string) => boolean,
): readonly Missing[] => [
  ...missing,
  ...(open.secret === undefined ? [which] : []),
  ...(isAgreed(open, on) ? [] : [approval]),
]

/** Undefined where nobody can be asked which secret is meant. */
async function complete(
  open: OpenRequest,
  ask: AskQuestion | undefined,
): Promise<RotationRequest | "left" | undefined> {
  if (ask) return (await askRequest(open, ask)) ?? "left"
  return open.secret === undefined ? undefined : { ...open, secret: open.secret }
}

async function prepareAsking(
  request: RotationRequest,
  prepare: (request: RotationRequest) => Promise<Preparation>,
  ask: AskQuestion | undefined,
): Promise<Preparation> {
  const prepared = await prepare(request)
  if (prepared.kind === "ready" || !ask) return prepared
  const completed = await askMissing(request, prepared.missing, ask)
  return completed ? prepareAsking(completed, prepare, ask) : prepared
}

/** The plan stores what it was made for; nothing else can be taken by mistake. */
function allFields(
  values: Partial<Readonly<Record<SecretField, Secret>>>,
): Readonly<Record<SecretField, Secret>> {
  const none: Secret = {
    reveal: () => {
      throw new Error("A secret is stored that this rotation has no value for.")
    },
  }
  return { "client-id": none, "client-secret": none, "session-secret": none, ...values }
}

function questionFor(
  { answers: { app, secret } }: Plan<RotationAnswers>,
  { store, finish }: Pick<RotationOptions, "store" | "finish">,
): ConfirmQuestion {
  const logsOut = secret === "session" && !finish && typeof store === "object" && store.previous !== "kept"
  const verb = store === "skip" ? "Make live" : finish ? "Drop the previous one of" : "Replace"
  return {
    kind: "confirm",
    id: "confirm-rotation",
    title: `${verb} the ${secret} secret of ${app}?${logsOut ? " Everyone logs in once more." : ""}`,
    help: "Nothing has been stored or written yet.",
  }
}
