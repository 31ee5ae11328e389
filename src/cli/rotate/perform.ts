/** Carries a rotation out: shows it, asks, stores, writes, and says where it stands if it stops in between. */
import type { GitRepository } from "../../adapters/git/git.ts"
import type { SavedStates } from "../../adapters/state/saved-states.ts"
import type { SecretField } from "../../core/entra/secret-shapes.ts"
import { AppError, type Exit } from "../../core/errors.ts"
import type { Plan } from "../../core/plan/plan.ts"
import type { RotationAnswers } from "../../core/plan/rotation.ts"
import type { AppFacts } from "../../core/repo/app.ts"
import type { ConfirmQuestion } from "../../ui/question.ts"
import type { Secret } from "../../ui/secret.ts"
import type { AskQuestion } from "../ask-questions.ts"
import { carryOut } from "../change/carry-out.ts"
import type { Invocation, Io } from "../command.ts"
import type { Connections } from "../init/connections.ts"
import { openJournal } from "../init/journal.ts"
import { createRunReport } from "../init/report.ts"
import { storeTools } from "../init/secrets.ts"
import type { ReadyPreparation } from "./prepare.ts"
import { rememberEnd } from "./remember-end.ts"
import type { RotationRequest } from "./request.ts"

export interface Performance {
  readonly plan: Plan<RotationAnswers>
  readonly request: RotationRequest
  readonly prepared: ReadyPreparation
  readonly app: AppFacts
  readonly repository: GitRepository
  readonly connections: Connections
  readonly states: SavedStates
  readonly ask: AskQuestion | undefined
}

export async function performRotation(
  { plan, request, prepared: { store, values }, app, ask, ...tools }: Performance,
  invocation: Invocation,
  io: Io,
): Promise<Exit> {
  const { connections, states } = tools
  const report = createRunReport(invocation, io)
  const isStored = new Set<SecretField>()
  const secrets = async () =>
    typeof store === "string"
      ? {}
      : storeTools(store.route, allFields(values), {
          connections,
          namespace: plan.answers.namespace,
          signal: io.signal,
          onProgress: report.run,
          ...(await openJournal(states, plan.answers)),
        })
  try {
    const exit = await carryOut(plan, questionFor(plan, request, store), {
      ...tools,
      report: {
        ...report,
        outcome: (outcome) => {
          if (outcome.effect.kind === "store-secret") isStored.add(outcome.effect.field)
          report.outcome(outcome)
        },
      },
      io,
      ask: store === "value-missing" ? undefined : ask,
      secrets,
    })
    const isNew = store !== "value-missing" && (request.secretEnds !== undefined || store !== "skip")
    if (request.secret === "client" && exit !== "cancelled" && isNew)
      await rememberEnd(request.secretEnds, app, states)
    return exit
  } catch (error) {
    // The run that makes it live later is told no date any more. What went wrong first matters more than this.
    if (isStored.has("client-secret"))
      await rememberEnd(request.secretEnds, app, states).catch(() => undefined)
    const rotated = request.secret === "client" ? "client-secret" : "session-secret"
    throw isStored.has(rotated) ? withStanding(error) : error
  }
}

/** A value that came through a pipe is gone by now, and need not come again. */
function withStanding(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const { code, message, hint, location, details } = error
  return new AppError(code, message, {
    details: [
      ...details,
      "The new secret is stored. When this is out of the way, run again with --secrets-via skip, which only makes it live.",
    ],
    ...(hint === undefined ? {} : { hint }),
    ...(location === undefined ? {} : { location }),
  })
}

/** The plan stores what it was made for; nothing else can be taken by mistake. */
function allFields(values: ReadyPreparation["values"]): Readonly<Record<SecretField, Secret>> {
  const none: Secret = {
    reveal: () => {
      throw new Error("A secret is stored that this rotation has no value for.")
    },
  }
  return { "client-id": none, "client-secret": none, "session-secret": none, ...values }
}

function questionFor(
  { answers: { app, secret } }: Plan<RotationAnswers>,
  { finish }: RotationRequest,
  store: ReadyPreparation["store"],
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
