/** `idp-oidc rotate --verify`: looks, changes nothing, and says what is proven and what is not. */
import { setTimeout as wait } from "node:timers/promises"
import type { GitRepository } from "../../adapters/git/git.ts"
import { createHttp } from "../../adapters/http/http.ts"
import { createKubectl } from "../../adapters/kubectl/kubectl.ts"
import { AppError, type Exit } from "../../core/errors.ts"
import { requireSeparate } from "../../core/plan/effects/rotated-secret.ts"
import type { Line } from "../../core/plan/preview.ts"
import type { Rotatable, RotationSnapshot } from "../../core/plan/rotation.ts"
import { catalogue } from "../../doctor/catalogue.ts"
import { createCluster } from "../../doctor/cluster.ts"
import { parseAppFolder, parseReleaseFolder } from "../../doctor/login.ts"
import { makeSites, maxSites } from "../../doctor/sites.ts"
import type { Invocation, Io } from "../command.ts"
import { examine, unlessAskedFor } from "../doctor/examine.ts"
import type { Connections } from "../init/connections.ts"
import { createPaint } from "../paint.ts"
import { version } from "../version.ts"
import { type Evidence, judgeAccepted, judgeFetched, judgeLogin, judgeStored, storedAt } from "./evidence.ts"

export interface Verification {
  readonly secret: Rotatable
  readonly snapshot: RotationSnapshot
  readonly repository: GitRepository
  readonly connections: Connections
  /** True where the stored secret may be read, in memory, and tried at the login host. */
  readonly readValues: boolean
  /** Milliseconds to look again in, as long as something is not so yet. */
  readonly waitMs: number
}

/** Milliseconds between two looks: ArgoCD takes minutes. */
const pauseMs = 5000

export async function verifyRotation(
  verification: Verification,
  invocation: Invocation,
  io: Io,
): Promise<Exit> {
  const deadline = performance.now() + verification.waitMs
  for (;;) {
    const evidence = await lookFor(verification, io)
    const isOpen = evidence.some(({ state }) => state === "not-yet")
    if (!isOpen || performance.now() + pauseMs > deadline)
      return report(evidence, verification, invocation, io)
    await wait(pauseMs, undefined, { signal: io.signal })
  }
}

/** Milliseconds for one answer. */
const timeoutMs = 4500

async function lookFor(verification: Verification, io: Io): Promise<readonly Evidence[]> {
  const { secret, snapshot, connections } = verification
  const { app, release: name, secrets, place } = snapshot
  const { namespace } = app
  const paths = requireSeparate(secrets, name)
  const path = secret === "client" ? paths.clientSecret : paths.sessionSecret
  const [application, values] = [...place.texts.values()]
  const release = parseReleaseFolder({ namespace, name, application, values })
  const login = {
    namespace,
    app: parseAppFolder({ namespace, name: app.name, application: undefined, values: app.values }),
    release,
  }
  const http = createHttp({ userAgent: `idp-oidc-rotate/${version}`, timeoutMs })
  const [state, objects, logins, accepted] = await Promise.all([
    describe(path, namespace, connections),
    createCluster(createKubectl(io.env, timeoutMs)).list("externalSecret", namespace),
    Promise.all(makeSites([login], http.ask).slice(0, maxSites).map(judgeLogin)),
    secret === "client" ? [judgeAccepted(await tryAtEntra(verification, io))] : [],
  ])
  return [judgeStored(path, state), judgeFetched(state, objects, release), ...logins, ...accepted]
}

/** The doctor's own trial. It sends what is stored to the login host and nowhere else, and gets no token for it. */
async function tryAtEntra({ repository, snapshot: { app }, readValues }: Verification, io: Io) {
  if (!readValues) return undefined
  const withheld = new Map(unlessAskedFor)
  withheld.delete("values")
  const { results } = await examine(
    {
      repository,
      scope: { namespace: app.namespace, app: app.name },
      checks: catalogue.filter(({ id }) => id === "OIDC803"),
      withheld,
    },
    io,
  )
  return results[0]
}

async function describe(path: string, namespace: string, connections: Connections) {
  try {
    const aws = await connections.aws({ namespace, required: false })
    return storedAt(path, await aws?.describe(path))
  } catch (error) {
    if (error instanceof AppError) return { at: undefined, why: error.message.replace(/\.$/, "") }
    throw error
  }
}

const marks = {
  proven: { tone: "added", text: "✔ " },
  "not-yet": { tone: "removed", text: "✖ " },
  unknown: { tone: "warning", text: "? " },
} as const satisfies Record<Evidence["state"], Line[number]>

function report(
  evidence: readonly Evidence[],
  { secret, snapshot: { app, release } }: Verification,
  invocation: Invocation,
  io: Io,
): Exit {
  const has = (state: Evidence["state"]) => evidence.some((each) => each.state === state)
  const status = has("not-yet") ? "not-yet" : has("unknown") ? "unknown" : "proven"
  if (invocation.on("json"))
    io.stdout.write(`${JSON.stringify({ schema: 1, status, secret, app: app.name, release, evidence })}\n`)
  else {
    const lines = evidence.map(({ state, what }): Line => [marks[state], { tone: "plain", text: what }])
    const closing: Line = [{ tone: "strong", text: verdicts[status](secret) }]
    io.stdout.write(createPaint(io.stdout, io, invocation)([...lines, [], closing]))
  }
  return status === "proven" ? "ok" : status === "not-yet" ? "failed" : "action"
}

const verdicts: Readonly<Record<Evidence["state"], (secret: Rotatable) => string>> = {
  proven: (secret) => `The new ${secret} secret is live.`,
  "not-yet": (secret) => `The new ${secret} secret is not live yet.`,
  unknown: (secret) =>
    `Nothing speaks against it, but that the new ${secret} secret is live is not proven: log in once, and look in ArgoCD at what is marked.`,
}
