import { AppError, renderLocation } from "../errors.ts"
import { parseApp } from "../repo/app.ts"
import type { Answers, Origins } from "./answers.ts"
import { deriveTenant } from "./derive-tenant.ts"
import { possibleDestinations } from "./destination.ts"
import type { Edit } from "./edits.ts"
import type { Effect, FileEffect, Ticket } from "./effect.ts"
import { placeFiles } from "./effects/commit.ts"
import { editRelease } from "./effects/edit-release.ts"
import { makeWiring, type Wiring } from "./effects/middleware.ts"
import { planPullRequest } from "./effects/pull-request.ts"
import { change, makeReleaseFiles } from "./effects/release-files.ts"
import { makeSecretsStep, planSecrets, type SecretsFacts } from "./effects/secrets.ts"
import { makeTicketText } from "./effects/ticket.ts"
import { keptDifferences } from "./kept-differences.ts"
import { type Here, isWired, makeNextSteps } from "./next-steps.ts"
import type { InitPlan } from "./plan.ts"
import type { Snapshot } from "./snapshot.ts"

/** What was asked for besides the answers. */
export interface PlanOptions {
  /** `unverified` wires without evidence that the middleware is deployed. */
  readonly wire: "no" | "with-evidence" | "unverified"
  /** Where to write the ticket, as the user spelled it. */
  readonly ticketOut: string | undefined
  readonly here: Here
  /** How to store the secrets, where their values are at hand; `skip` leaves them out. Without it a human is told what to do. */
  readonly secrets?: SecretsFacts | "skip"
  /** What somebody has made of the release's files by hand. */
  readonly edits?: readonly Edit[]
}

/**
 * Everything that will happen, in order: ticket, secrets, the release's files, the ingress. Deploying and wiring never share
 * a commit: a reference to a middleware that is not there takes the whole app offline.
 *
 * @throws AppError where the answers and the files cannot be brought together
 */
export function makePlan(
  answers: Answers,
  origins: Origins,
  snapshot: Snapshot,
  options: PlanOptions,
): InitPlan {
  const { deploy, app } = snapshot
  const newline = app.values.includes("\r\n") ? "\r\n" : "\n"
  const made = makeReleaseFiles(answers, snapshot.profile, deploy, newline)
  const release = editRelease(made, options.edits ?? [], answers, snapshot)
  const { files } = release
  const kept = keptDifferences(answers, origins, deploy)
  const mayWire = options.wire === "unverified" || (options.wire === "with-evidence" && snapshot.merged)
  const wiring = mayWire ? planWiring(answers, snapshot) : undefined
  const obstacles = mayWire ? [] : obstaclesToWiring(answers, snapshot)
  const deployment = {
    subject: `Add the OIDC middleware for ${answers.app}`,
    body: `It asks for login on ${answers.hosts.join(", ")} once the ingress references it.`,
  }
  const wired = {
    subject: `Ask for login in front of ${answers.app}`,
    body: `References the middleware ${answers.middleware} from the ${answers.ingress === "both" ? "public and private" : answers.ingress} ingress.`,
  }
  const deployRequest = planPullRequest(deploy.destination, snapshot.pullRequests, {
    ...deployment,
    commits: files.length > 0,
    merged: snapshot.merged,
    why: "deploys the middleware",
  })
  const wireRequest =
    snapshot.wire && wiring
      ? planPullRequest(snapshot.wire.destination, snapshot.pullRequests, {
          subject: wired.subject,
          body: `${wired.body}\n\n${wireWarning}`,
          commits: wiring.files.length > 0,
          merged: isWired(answers, app),
          why: "turns login on",
        })
      : { effects: [], waits: [], open: undefined }
  const open = deployRequest.open ?? wireRequest.open ?? openWiring(snapshot)
  const waits = [
    ...kept.unmet,
    ...deployRequest.waits,
    ...(options.wire !== "no" && !mayWire ? [notMerged(snapshot)] : []),
    ...wireRequest.waits,
  ]
  const secrets = typeof options.secrets === "object" ? planSecrets(answers, options.secrets) : undefined
  const effects: readonly Effect[] = [
    ...planHumanSteps(answers, snapshot, options, files),
    ...(secrets?.effects ?? []),
    ...placeFiles(deploy, files, deployment),
    ...deployRequest.effects,
    ...(snapshot.wire && wiring ? placeFiles(snapshot.wire, wiring.files, wired) : []),
    ...wireRequest.effects,
  ]
  return {
    status: waits.length > 0 ? "action-required" : effects.length > 0 ? "planned" : "nothing-to-do",
    answers,
    origins,
    effects,
    notes: [
      ...kept.notes,
      ...(secrets?.notes ?? []),
      ...(snapshot.pullRequests?.notes ?? []),
      ...release.notes,
      ...obstacles,
      ...notesOn(answers, snapshot, options, {
        opens: files.length > 0 ? release.opens : [],
        wires: (wiring?.files.length ?? 0) > 0,
      }),
    ],
    waits,
    reached: {
      deployed: snapshot.merged,
      wired: snapshot.appOnBase !== undefined && isWired(answers, snapshot.appOnBase),
      ...(open === undefined ? {} : { open }),
    },
    destinations: possibleDestinations(snapshot.git),
    proposed: release.proposed,
    faults: release.faults,
    ...ofPlatform(answers, snapshot),
    next: makeNextSteps(answers, snapshot, {
      deploys: files.length > 0,
      wires: wiring !== undefined,
      here: options.here,
    }),
  }
}

function ofPlatform(answers: Answers, snapshot: Snapshot): Pick<InitPlan, "tenant" | "servicedesk"> {
  const tenant = deriveTenant(snapshot, answers)
  const { servicedesk } = snapshot.profile
  return {
    ...(tenant === undefined ? {} : { tenant }),
    ...(servicedesk === undefined ? {} : { servicedesk }),
  }
}

/** An earlier start may have asked for the wiring, whatever this one asks for. */
function openWiring({ pullRequests }: Snapshot): string | undefined {
  const ingress = pullRequests?.ingress
  return ingress?.state === "open" ? ingress.url : undefined
}

/** For whoever is about to press Merge. */
const wireWarning =
  "Merge it when the secrets are stored and the middleware is healthy in ArgoCD: a reference to a middleware that is not there takes the whole app offline (404)."

function planWiring(
  answers: Answers,
  { wire, app, releases }: Snapshot,
): Wiring & { readonly files: readonly FileEffect[] } {
  const text = wire?.texts.get(app.valuesPath)
  if (!wire || text === undefined)
    throw new AppError("app/unknown-app", `${app.valuesPath} is not on the branch to wire.`, {
      hint: "Merge the app first, or use --no-commit.",
    })
  const there = parseApp({ namespace: app.namespace, name: app.name, application: undefined, values: text })
  if (!there.ok)
    throw new AppError("app/invalid-yaml", `${app.valuesPath} does not parse on the branch to wire.`, {
      details: there.problems.map(({ what, location }) => `line ${location.line}: ${what}`),
    })
  const wiring = makeWiring(answers, there.value, text, releases)
  const files = change(
    app.valuesPath,
    wire,
    wiring.after,
    `adds the middleware to the ${wiring.added.join(" and ")} ingress: login is asked for from then on`,
  )
  return { ...wiring, files }
}

/** What would keep the reference out of the file as it stands, said days before its turn comes. */
function obstaclesToWiring(answers: Answers, { app, releases }: Snapshot): readonly string[] {
  try {
    makeWiring(answers, app, app.values, releases)
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { message, location, hint } = error
    const place = location ? `${renderLocation(location)}: ` : ""
    return [
      `The reference could not be added as the file stands. ${place}${message}${hint ? ` ${hint}` : ""}`,
    ]
  }
}

/** The ticket and the secrets come with a new release; a ticket file that was asked for is kept up to date. */
function planHumanSteps(
  answers: Answers,
  { workflow, ticketFile, profile }: Snapshot,
  { ticketOut, secrets }: PlanOptions,
  files: readonly FileEffect[],
): readonly Effect[] {
  const isNew = files.some(({ kind }) => kind === "create-file")
  const text = makeTicketText(answers)
  const address = profile.servicedesk ? ` (${profile.servicedesk})` : ""
  const ticket: Ticket = {
    kind: "ticket",
    title: !ticketOut
      ? "Send this ticket to servicedesk"
      : ticketFile === undefined
        ? `Write the ticket for servicedesk to ${ticketOut}`
        : `Replace ${ticketOut} by the ticket for servicedesk`,
    why: `only servicedesk${address} can make an app registration, and it takes days`,
    text,
    ...(ticketOut ? { file: { path: ticketOut, before: ticketFile } } : {}),
  }
  const wanted = ticketOut ? ticketFile !== text : isNew
  const tells = isNew && secrets === undefined
  return [...(wanted ? [ticket] : []), ...(tells ? [makeSecretsStep(answers, workflow)] : [])]
}

function notMerged({ git: { defaultBranch, hasRemote }, pullRequests }: Snapshot): string {
  const where = pullRequests ? `${pullRequests.base} on GitHub` : (defaultBranch?.label ?? "a default branch")
  const asKnown = hasRemote && !pullRequests ? " as this clone knows it (git fetch renews that)" : ""
  return `The ingress is not wired yet: the middleware's files are not on ${where}${asKnown}. A reference to a middleware that is not there takes the whole app offline.`
}

function notesOn(
  answers: Answers,
  { app, deploy, wire }: Snapshot,
  { wire: asked }: PlanOptions,
  { opens, wires }: { readonly opens: readonly string[]; readonly wires: boolean },
): readonly string[] {
  const notes: string[] = []
  if (asked === "unverified" && wires)
    notes.push(
      "UNVERIFIED: nothing has shown that the middleware is deployed. If it is not, the whole app answers 404 as soon as this is merged.",
    )
  if (answers.ingress !== "public" && app.privateHostAssumed)
    notes.push(
      `${app.valuesPath} does not say wildcardCertificate, so the private host is assumed to begin with "internal.". If it begins with "internal-", name it with --host.`,
    )
  const drafts = [...deploy.drafts.keys()]
  if (drafts.length > 0 && wire?.destination.kind !== "working-tree")
    notes.push(
      `${drafts.join(" and ")} ${drafts.length === 1 ? "is" : "are"} taken from your working tree and not committed there; git will ask you to remove ${drafts.length === 1 ? "it" : "them"} before you switch to the branch.`,
    )
  if (opens.length > 0)
    notes.push(
      `Open without login: ${opens.join(", ")}. On these paths anyone can write the identity headers, so the app must not read them there.`,
    )
  return notes
}
