import { callbackPath } from "../contract/names.ts"
import { AppError } from "../errors.ts"
import { type Located, renderLine } from "../repo/located-yaml.ts"
import type { ReleaseSecrets } from "../repo/release-secrets.ts"
import type { Origins } from "./answers.ts"
import type { DeleteFile, Effect, Instruct, Ticket } from "./effect.ts"
import { placeFiles } from "./effects/commit.ts"
import { makeFollowUp } from "./effects/follow-up.ts"
import { planPullRequest } from "./effects/pull-request.ts"
import { publish } from "./next-steps.ts"
import type { Plan, Subject } from "./plan.ts"
import type { DueDeletion, RemovalAnswers, RemovalOptions, RemovalSnapshot } from "./removal.ts"
import type { Place } from "./snapshot.ts"

/**
 * The second half of `remove`: the release's files go, and what is left for humans is said.
 *
 * @throws AppError `app/middleware-in-use`
 */
export function planDeletion(
  subject: Subject,
  origins: Origins,
  snapshot: RemovalSnapshot,
  due: DueDeletion,
  options: RemovalOptions,
): Plan<RemovalAnswers> {
  const { release, base, pullRequests } = snapshot
  const { place } = due
  requireUnused(subject, due.otherUses)
  const files = deletionsIn(place)
  const about = { answers: subject, origins }
  if (files.length > 0 && options.stillAsking.length > 0)
    return {
      ...about,
      status: "action-required",
      effects: [],
      notes: snapshot.notes,
      waits: options.stillAsking.map(waitForSync),
      next: [],
    }
  const message = {
    subject: `Delete the OIDC middleware of ${subject.app}`,
    body: `No ingress refers to ${release} any more. Merge this when ArgoCD has synced ${subject.app}: until then the running ingress still refers to it, and the app would answer 404.`,
  }
  const request = planPullRequest(place.destination, pullRequests, {
    ...message,
    commits: files.length > 0,
    merged: base.files.length === 0,
    why: "deletes the middleware",
  })
  const effects: readonly Effect[] = [
    ...placeFiles(place, files, message),
    ...request.effects,
    ...(files.length > 0 ? forHumans(subject, snapshot, options) : []),
  ]
  const stuck = base.files.length > 0 && effects.length + request.waits.length === 0
  const waits = [
    ...request.waits,
    ...(stuck ? [`${base.label} still has ${base.files.join(" and ")}. Merge their deletion.`] : []),
  ]
  return {
    ...about,
    status: waits.length > 0 ? "action-required" : effects.length > 0 ? "planned" : "nothing-to-do",
    effects,
    notes: [
      ...snapshot.notes,
      ...notesOn(due, files),
      ...(base.files.length + effects.length === 0
        ? [`${base.label} has no files of ${release}, and no ingress of ${subject.app} refers to it.`]
        : []),
    ],
    waits,
    next:
      files.length > 0
        ? publish(
            snapshot,
            place.destination,
            folderOf(files),
            options.here,
            "deletes the middleware once it is merged",
          )
        : [],
  }
}

const waitForSync = (host: string): string =>
  `https://${host} still asks for login, so the running ingress refers to the middleware yet, whatever the files say. Wait until ArgoCD has synced the app, then run again.`

function requireUnused({ app, release }: Subject, otherUses: readonly Located<string>[]): void {
  const [first] = otherUses
  if (first === undefined) return
  throw new AppError(
    "app/middleware-in-use",
    `${release} cannot be deleted with ${app}'s login: others refer to it, and would answer 404.`,
    {
      location: first.location,
      details: otherUses.map(({ location, value }) => `${renderLine(location)}: ${value}`),
      hint: "Turn login off there first, with idp-oidc remove --app for each of them.",
    },
  )
}

const deletionsIn = ({ texts }: Place): readonly DeleteFile[] =>
  [...texts].flatMap(([path, before]) =>
    before === undefined
      ? []
      : [
          {
            kind: "delete-file",
            path,
            before,
            title: `Delete ${path}`,
            why: "nothing refers to the middleware any more",
          },
        ],
  )

const folderOf = ([first]: readonly DeleteFile[]): string =>
  first?.path.slice(0, first.path.lastIndexOf("/")) ?? ""

/** What is left is nobody's but theirs: an app registration, and secrets, which nothing here ever deletes. */
function forHumans(
  subject: Subject,
  { app, secrets, profile }: RemovalSnapshot,
  { registration, ticketLanguage = profile.ticketLanguage }: RemovalOptions,
): readonly [Ticket, Instruct] {
  const hosts = Object.values(app.ingresses).flatMap(({ enabled, hosts }) => (enabled ? hosts : []))
  const redirectUris = hosts.map(({ value }) => `https://${value}${callbackPath}`)
  const address = profile.servicedesk ? ` (${profile.servicedesk})` : ""
  const ticket = makeFollowUp(
    "delete-registration",
    subject,
    { ...registration, redirectUris },
    ticketLanguage,
    {
      title: "Send this ticket to servicedesk when the deletion is deployed",
      why: `only servicedesk${address} can delete the app registration, whose secrets are good until then`,
    },
  )
  const kept: Instruct = {
    kind: "instruct",
    title: "The secrets stay in AWS",
    why: "this program never deletes a secret; without the app registration they open nothing",
    lines: describeSecrets(secrets),
  }
  return [ticket, kept]
}

function describeSecrets(secrets: ReleaseSecrets): readonly string[] {
  switch (secrets.kind) {
    case "separate":
      return ["In AWS Secrets Manager:", ...Object.values(secrets.paths)]
    case "together":
      return ["In AWS Secrets Manager:", secrets.path]
    case "elsewhere":
      return ["The values do not say where: externalSecret.enabled is false."]
  }
}

function notesOn(
  { place: { drafts }, otherFiles }: DueDeletion,
  files: readonly DeleteFile[],
): readonly string[] {
  const left = [...drafts.keys()]
  return [
    ...(left.length > 0
      ? [
          `${left.join(" and ")} ${left.length === 1 ? "is" : "are"} in your working tree alone: delete by hand.`,
        ]
      : []),
    ...(files.length > 0 && otherFiles.length > 0
      ? [`${otherFiles.join(" and ")} stays: it is no part of the release, so look whether anybody needs it.`]
      : []),
  ]
}
