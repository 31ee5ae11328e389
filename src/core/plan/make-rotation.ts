/** `rotate` as a plan: the new secret is stored, and then made live. */
import { callbackPath } from "../contract/names.ts"
import { AppError } from "../errors.ts"
import type { Origins } from "./answers.ts"
import type { Effect, Instruct } from "./effect.ts"
import { placeFiles } from "./effects/commit.ts"
import { makeFollowUp } from "./effects/follow-up.ts"
import { bumpForceSync } from "./effects/force-sync.ts"
import { planPullRequest } from "./effects/pull-request.ts"
import { planRotatedSecrets } from "./effects/rotated-secret.ts"
import { commandFor, publish } from "./next-steps.ts"
import type { NextStep, Plan, Subject } from "./plan.ts"
import type { RotationAnswers, RotationOptions, RotationSnapshot } from "./rotation.ts"

/** @throws AppError `app/not-protected`, `secrets/not-separate`, `usage/invalid-answer`, `yaml/*` */
export function makeRotation(
  snapshot: RotationSnapshot,
  origins: Origins,
  options: RotationOptions,
): Plan<RotationAnswers> {
  const { app, release, chartVersion, runtime, path, place, pullRequests } = snapshot
  const { secret, store } = options
  const subject = { namespace: app.namespace, app: app.name, release }
  const about = { answers: { ...subject, chartVersion, runtime, secret }, origins }
  const text = requireValues(snapshot)
  if (store === "value-missing") return { ...about, ...order(subject, snapshot, options) }
  if (store === "finished")
    return {
      ...about,
      status: "nothing-to-do",
      effects: [],
      notes: ["There is no previous session secret: one line is all that AWS has."],
      waits: [],
      next: [],
    }
  const files = bumpForceSync(path, place, text, options.mark)
  const message = {
    subject: `Fetch the new ${secret} secret of ${app.name}`,
    body: `Another forceSync makes External Secrets read AWS at once: the ${secret} secret there has been replaced.`,
  }
  const request = planPullRequest(place.destination, pullRequests, {
    ...message,
    commits: files.length > 0,
    merged: false,
    why: "makes the new secret live",
  })
  const effects: readonly Effect[] = [
    ...(store === "skip" ? [] : planRotatedSecrets(subject, snapshot.secrets, options, store)),
    ...placeFiles(place, files, message),
    ...request.effects,
    ...(secret === "client" ? [confirmation(options)] : []),
  ]
  return {
    ...about,
    status: request.waits.length > 0 ? "action-required" : "planned",
    effects,
    notes: [...snapshot.notes, ...(store === "skip" ? [] : store.notes), ...notesOn(snapshot, options)],
    waits: request.waits,
    next: [
      ...publish(
        snapshot,
        place.destination,
        path,
        options.here,
        "makes the new secret live once it is merged",
      ),
      ...nextSteps(subject, options),
    ],
  }
}

/** The text of the release's values. @throws AppError `app/not-protected` */
export function requireValues({
  app,
  release,
  path,
  place,
}: Pick<RotationSnapshot, "app" | "release" | "path" | "place">): string {
  const text = place.texts.get(path)
  if (text !== undefined) return text
  throw new AppError(
    "app/not-protected",
    `${app.name} has no release ${release} here: there is no ${path}.`,
    {
      location: { path },
      hint: "idp-oidc init puts a login in front of an app; --name says what its release is called.",
    },
  )
}

/** Only servicedesk makes a client secret, so that comes first. */
function order(
  subject: Subject,
  { app, profile }: RotationSnapshot,
  { here, registration, ticketLanguage = profile.ticketLanguage }: RotationOptions,
): Pick<Plan, "status" | "effects" | "notes" | "waits" | "next"> {
  const hosts = Object.values(app.ingresses).flatMap(({ enabled, hosts }) => (enabled ? hosts : []))
  const redirectUris = hosts.map(({ value }) => `https://${value}${callbackPath}`)
  const address = profile.servicedesk ? ` (${profile.servicedesk})` : ""
  const ticket = makeFollowUp("client-secret", subject, { ...registration, redirectUris }, ticketLanguage, {
    title: "Send this ticket to servicedesk",
    why: `only servicedesk${address} can make a client secret; the old one goes on working until you confirm`,
  })
  const flags = ["--secret client", "--client-secret-stdin", "--yes", "< FILE"]
  return {
    status: "action-required",
    effects: [ticket],
    notes: [],
    waits: ["servicedesk has to make the new client secret; nothing was changed."],
    next: [
      {
        command: commandFor("rotate", subject, flags, here.repo),
        why: "stores it, when servicedesk has sent the Value, and makes it live",
      },
    ],
  }
}

/** The old secret is good until somebody deletes it, and whoever has it can use it. */
const confirmation = ({ secretEnds }: RotationOptions): Instruct => ({
  kind: "instruct",
  title: "Tell servicedesk when the new client secret is live",
  why: "the old one stays good until they delete it",
  lines: [
    "Answer the ticket when login works:",
    "the new client secret is in use, and the old one may be deleted",
    ...(secretEnds === undefined ? [] : [`the new one ends on ${secretEnds}`]),
  ],
})

function notesOn(
  { runtime }: RotationSnapshot,
  { secret, finish, store }: RotationOptions,
): readonly string[] {
  if (secret === "client" || finish || typeof store === "string") return []
  if (store.previous === "kept")
    return ["Nobody is logged out: the secret has two lines now, and what either of them sealed is opened."]
  if (runtime === "platform")
    return [
      "Everyone logs in once more, as soon as the cluster has fetched it: chart 0.3.x takes one session secret of exactly 32 bytes, so there is no keeping the previous one.",
    ]
  if (store.route.kind === "workflow")
    return [
      "Everyone logs in once more, as soon as the cluster has fetched it. Keeping the previous secret takes two lines, and GitHub masks the first line of a value only: the second, which is good still, would stand in the run's log. --secrets-via aws keeps it.",
    ]
  return [
    "Everyone logs in once more, as soon as the cluster has fetched it: AWS has no usable session secret to keep.",
  ]
}

function nextSteps(subject: Subject, { here, secret, finish, store }: RotationOptions): readonly NextStep[] {
  const command = (...flags: readonly string[]) => commandFor("rotate", subject, flags, here.repo)
  const verify: NextStep = {
    command: command(
      `--secret ${secret}`,
      "--verify",
      ...(secret === "client" ? ["--read-values"] : []),
      "--wait 5m",
    ),
    why: "proves that the new one is live, when that is deployed",
  }
  const keeps = !finish && typeof store !== "string" && store.previous === "kept"
  return [
    verify,
    ...(keeps
      ? [
          {
            command: command("--secret session", "--finish", "--secrets-via aws", "--yes"),
            why: "drops the previous one, when sessions have moved: a day later is enough for most",
          },
        ]
      : []),
  ]
}
