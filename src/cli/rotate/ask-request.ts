/** What flags leave open, asked where somebody is there. */
import type { Runtime } from "../../core/contract/chart-version.ts"
import type { Missing } from "../../core/plan/missing.ts"
import { type Rotatable, rotatable } from "../../core/plan/rotation.ts"
import { createSecret } from "../../ui/secret.ts"
import { clientIdQuestion, clientSecretQuestion, secretEndsQuestion } from "../../wizard/secret-questions.ts"
import type { AskQuestion } from "../ask-questions.ts"
import type { Preparation } from "./prepare.ts"
import { type OpenRequest, type RotationRequest, usualWay } from "./request.ts"

/** The request with every answer that somebody can give; undefined where the user has left. */
export async function askRequest(
  request: OpenRequest,
  secret: Rotatable,
  runtime: Runtime,
  ask: AskQuestion,
): Promise<RotationRequest | undefined> {
  const isOpen = secret === "session" && runtime === "forward-auth" && !request.finish
  const via = request.via ?? (isOpen ? await askWay(ask) : usualWay(request))
  if (via === undefined) return undefined
  if (secret === "session" || request.clientSecret || via === "skip") return { ...request, secret, via }
  const has = await ask({
    kind: "choice",
    id: "has-value",
    title: "Has servicedesk sent the new client secret?",
    help: "Only servicedesk can make one. It is shown once, so its Value has to be at hand.",
    options: [
      { value: "yes", label: "Yes, I have its Value" },
      { value: "no", label: "No, show me the ticket that orders it" },
    ],
  })
  if (has === undefined) return undefined
  if (has === "no") return { ...request, secret, via }
  const clientId = request.clientId?.reveal()
  const clientSecret = await ask(clientSecretQuestion(clientId === undefined ? {} : { clientId }))
  if (!clientSecret) return undefined
  const secretEnds = request.secretEnds ?? (await ask(secretEndsQuestion()))
  return secretEnds === undefined
    ? undefined
    : { ...request, secret, via, clientSecret, secretEnds: secretEnds || undefined }
}

export const askWhich = (ask: AskQuestion): Promise<Rotatable | undefined> =>
  ask({
    kind: "choice",
    id: "secret",
    title: "Which secret is to be replaced?",
    help: "The client secret is servicedesk's and ends on a day. The session secret is made here, and seals the session cookies.",
    options: [
      { value: "client", label: "The client secret", note: "it ends, or somebody has seen it" },
      { value: "session", label: "The session secret", note: "somebody has seen it, or it is old" },
    ],
  }).then((answer) => rotatable.find((name) => name === answer))

/** On chart 1.x the way decides whether anybody notices. */
const askWay = (ask: AskQuestion): Promise<RotationRequest["via"] | undefined> =>
  ask({
    kind: "choice",
    id: "way",
    title: "How is the new session secret to be stored?",
    help: "By AWS the previous one stays as a second line for a while. A workflow cannot be given two lines: GitHub masks the first one only.",
    options: [
      { value: "aws", label: "In AWS, by my own sign-in", note: "nobody is logged out" },
      { value: "workflow", label: "By the repository's workflow", note: "everyone logs in once more" },
    ],
  }).then((answer) => (answer === "aws" || answer === "workflow" ? answer : undefined))

/** Prepares; where something is missing that can be asked for, asks, if somebody is there, and prepares again. */
export async function prepareAsking(
  request: RotationRequest,
  prepare: (request: RotationRequest) => Promise<Preparation>,
  ask: AskQuestion | undefined,
): Promise<Preparation | "left"> {
  const prepared = await prepare(request)
  if (prepared.kind === "ready" || !ask) return prepared
  const completed = await askMissing(request, prepared.missing, ask)
  if (completed === "left") return completed
  return completed ? prepareAsking(completed, prepare, ask) : prepared
}

/** The request with what preparing it lacked; undefined where nothing here can ask for that. */
async function askMissing(
  request: RotationRequest,
  missing: readonly Missing[],
  ask: AskQuestion,
): Promise<RotationRequest | "left" | undefined> {
  const [first] = missing
  if (first?.flag === "--client-id") {
    const id = await ask(clientIdQuestion)
    return id === undefined ? "left" : { ...request, clientId: createSecret(id) }
  }
  if (first?.flag === "--secrets-via") {
    const way = await ask({
      kind: "choice",
      id: "secrets-via",
      title: "How is it to be stored?",
      help: `Asked because ${first.why}.`,
      options: [
        { value: "aws", label: "In AWS, by my own sign-in" },
        { value: "skip", label: "It is stored already: make it live" },
      ],
    })
    return way === undefined ? "left" : { ...request, via: way === "aws" ? "aws" : "skip" }
  }
  if (first?.flag === "--workflow" && first.choices) {
    const workflow = await ask({
      kind: "choice",
      id: "workflow",
      title: "Which workflow stores secrets of the namespace?",
      help: `Asked because ${first.why}.`,
      options: first.choices.map((value) => ({ value, label: value })),
    })
    return workflow === undefined ? "left" : { ...request, workflow }
  }
  return undefined
}
