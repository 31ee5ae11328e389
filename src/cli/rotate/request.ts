/** What flags and answers say of a rotation. */
import { AppError } from "../../core/errors.ts"
import { type Rotatable, rotatable } from "../../core/plan/rotation.ts"
import { isDay } from "../../core/text/day.ts"
import { createSecret, type Secret } from "../../ui/secret.ts"
import type { Invocation, Io } from "../command.ts"
import { readClientSecret } from "../init/secrets-from-flags.ts"

export interface RotationRequest {
  readonly secret: Rotatable
  readonly finish: boolean
  readonly via: "workflow" | "aws" | "skip"
  readonly workflow: string | undefined
  readonly ref: string | undefined
  /** True where nothing will be written, so that what cannot be asked is a note. */
  readonly showOnly: boolean
  readonly clientId: Secret | undefined
  readonly clientSecret: Secret | undefined
  /** As YYYY-MM-DD. */
  readonly secretEnds: string | undefined
  readonly notes: readonly string[]
}

/** A request that does not say yet which secret, or by which way. */
export type OpenRequest = Omit<RotationRequest, "secret" | "via"> & {
  readonly secret: Rotatable | undefined
  readonly via: RotationRequest["via"] | undefined
}

/** The guide's way; but to drop the previous session secret, the current one must be read. */
export const usualWay = ({ finish }: Pick<OpenRequest, "finish">): RotationRequest["via"] =>
  finish ? "aws" : "workflow"

/** @throws AppError `usage/contradicting-flags`, `usage/invalid-answer`, `usage/invalid-flag` */
export async function requestFromFlags(invocation: Invocation, io: Io): Promise<OpenRequest> {
  const { on, text } = invocation
  requireAgreement(invocation)
  const value = await readClientSecret(invocation, io)
  const finish = on("finish")
  const implied = finish ? "session" : value ? "client" : undefined
  const clientId = text("client-id")
  return {
    secret: rotatable.find((name) => name === text("secret")) ?? implied,
    finish,
    via: ways.find((way) => way === text("secrets-via")),
    workflow: text("workflow"),
    ref: text("ref"),
    showOnly: on("dry-run"),
    clientId: clientId === undefined ? undefined : createSecret(clientId),
    clientSecret: value?.value,
    secretEnds: checkedDate(text("secret-ends")),
    notes: value?.notes ?? [],
  }
}

const ways = ["workflow", "aws", "skip"] as const

function requireAgreement({ on, text }: Invocation): void {
  const contradiction = (message: string) =>
    new AppError("usage/contradicting-flags", message, { hint: "Leave one of the two out." })
  const secret = text("secret")
  const via = text("secrets-via")
  const ofClient = ["client-secret-stdin", "client-secret-file", "secret-ends"].find((name) => on(name))
  if (on("client-secret-stdin") && on("client-secret-file"))
    throw contradiction("--client-secret-stdin and --client-secret-file both bring the client secret.")
  if ((secret === "session" || on("finish")) && ofClient)
    throw contradiction(`A session secret is rotated, so --${ofClient} has no use.`)
  if (secret === "client" && on("finish"))
    throw contradiction("--finish drops the previous session secret, and --secret says client.")
  if (via === "skip" && (on("finish") || on("client-secret-stdin") || on("client-secret-file")))
    throw contradiction("--secrets-via skip stores nothing, so there is no value to bring or drop.")
  const ofRuns = ["workflow", "ref"].find((name) => on(name))
  if (via !== undefined && via !== "workflow" && ofRuns)
    throw contradiction(`--secrets-via ${via} runs no workflow, so --${ofRuns} has no use.`)
}

function checkedDate(date: string | undefined): string | undefined {
  if (date === undefined || isDay(date)) return date
  throw new AppError("usage/invalid-answer", `--secret-ends does not take "${date}".`, {
    hint: "Write the day as YYYY-MM-DD.",
  })
}
