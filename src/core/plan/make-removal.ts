/** `remove` as a plan: login is turned off first, and the middleware goes when nothing refers to it any more. */
import type { AppFacts, IngressKind } from "../repo/app.ts"
import { type Located, renderLines } from "../repo/located-yaml.ts"
import type { Origins } from "./answers.ts"
import { commandFor, destinationFlags, publish } from "./next-steps.ts"
import type { Plan, Subject } from "./plan.ts"
import { planDeletion } from "./plan-deletion.ts"
import { planUnwiring } from "./plan-unwiring.ts"
import type { DueUnwiring, RemovalAnswers, RemovalOptions, RemovalSnapshot } from "./removal.ts"
import type { Place } from "./snapshot.ts"

/**
 * The half that is due, as the repository shows it. The two never share a commit: as long as an ingress refers to the
 * middleware, deleting it takes the whole app offline.
 *
 * @throws AppError `app/middleware-in-use`, `app/unknown-app`, `yaml/*`
 */
export function makeRemoval(
  snapshot: RemovalSnapshot,
  origins: Origins,
  options: RemovalOptions,
): Plan<RemovalAnswers> {
  const { app, release, due } = snapshot
  const subject = { namespace: app.namespace, app: app.name, release }
  return due.kind === "unwire"
    ? planFirstHalf(subject, origins, snapshot, due, options)
    : planDeletion(subject, origins, snapshot, due, options)
}

function planFirstHalf(
  subject: Subject,
  origins: Origins,
  snapshot: RemovalSnapshot,
  { place }: DueUnwiring,
  { here }: RemovalOptions,
): Plan<RemovalAnswers> {
  const { app, base, names, pullRequests } = snapshot
  const { effects, waits, removed } = planUnwiring({
    subject,
    names,
    path: app.valuesPath,
    place,
    pullRequests,
    merged: base.uses.length === 0,
  })
  const uses = removed.length > 0 ? removed : base.uses
  const all = effects.length + waits.length > 0 ? waits : [notMerged(base, place)]
  const again = commandFor("remove", subject, ["--yes", ...destinationFlags(place.destination)], here.repo)
  return {
    status: all.length > 0 ? "action-required" : "planned",
    answers: { ...subject, ...servedBy(uses, app) },
    origins: { ...origins, ingress: renderLines(uses.map(({ location }) => location)) },
    effects,
    notes: [...snapshot.notes, openNote(app)],
    waits: all,
    next: [
      ...publish(snapshot, place.destination, app.valuesPath, here, "turns login off once it is merged"),
      { command: again, why: "deletes the middleware, when that is merged and ArgoCD has synced the app" },
    ],
  }
}

const openNote = ({ name }: AppFacts): string =>
  `From then on everyone who can reach ${name} gets in, and the identity headers (X-Forwarded-User) are whatever a client sends: the app must not trust them any more.`

function notMerged({ label, uses }: RemovalSnapshot["base"], { destination }: Place): string {
  const where = `${label} still refers to the middleware (${renderLines(uses.map(({ location }) => location))})`
  return destination.kind === "branch"
    ? `${where}; the branch ${destination.branch} does not. Merge it first; if it was merged before, delete that branch and run again.`
    : `${where}; your working tree does not. Commit, push and merge that first.`
}

/** The hosts that a reference stands in front of. */
function servedBy(
  uses: readonly Located<string>[],
  app: AppFacts,
): Pick<RemovalAnswers, "hosts" | "ingress"> {
  const kinds = (["public", "private"] as const).filter((kind) => isOn(kind, uses, app))
  const [first, ...others] = kinds.flatMap((kind) => app.ingresses[kind].hosts.map(({ value }) => value))
  const [only] = kinds
  return {
    ...(first === undefined ? {} : { hosts: [first, ...others] as const }),
    ...(only === undefined ? {} : { ingress: kinds.length > 1 ? "both" : only }),
  }
}

const isOn = (kind: IngressKind, uses: readonly Located<string>[], { ingresses }: AppFacts): boolean =>
  ingresses[kind].enabled &&
  ingresses[kind].middlewares.some(({ value }) => uses.some((use) => use.value === value))
