/** What shows that a rotated secret is live. Nothing is taken for proof that would look the same with the old one. */
import type { SecretState } from "../../adapters/aws/secrets-manager.ts"
import { findExternalSecret, type KubernetesObject, type Objects } from "../../doctor/cluster.ts"
import type { Release } from "../../doctor/login.ts"
import { whyRefused } from "../../doctor/read-objects.ts"
import type { CheckResult } from "../../doctor/run-checks.ts"
import { loginAddress, type Site } from "../../doctor/sites.ts"

export interface Evidence {
  readonly id: "stored" | "fetched" | "login" | "accepted"
  /** `unknown`: it cannot be seen from here. */
  readonly state: "proven" | "not-yet" | "unknown"
  /** A sentence. */
  readonly what: string
}

/** When AWS got the value; undefined and why, where it does not tell. */
export type StoredAt = { readonly at: number } | { readonly at: undefined; readonly why: string }

export function storedAt(path: string, state: SecretState | undefined): StoredAt {
  if (state === undefined) return { at: undefined, why: "there is no sign-in to AWS" }
  switch (state.kind) {
    case "present":
      return state.changedAt === undefined
        ? { at: undefined, why: `AWS does not say when ${path} was stored` }
        : { at: state.changedAt }
    case "denied":
      return { at: undefined, why: state.error.message.replace(/\.$/, "") }
    default:
      return { at: undefined, why: `AWS has no value at ${path}` }
  }
}

export function judgeStored(path: string, stored: StoredAt): Evidence {
  return stored.at === undefined
    ? { id: "stored", state: "unknown", what: `When the secret was stored is not known: ${stored.why}.` }
    : { id: "stored", state: "proven", what: `AWS has had ${path} since ${time(stored.at)}.` }
}

/** Source: External Secrets Operator, ExternalSecret `status.refreshTime` and the condition `Ready`. */
export function judgeFetched(stored: StoredAt, objects: Objects, release: Release): Evidence {
  const id = "fetched"
  if (objects.kind === "refused")
    return {
      id,
      state: "unknown",
      what: `Whether the cluster has fetched it cannot be seen: ${whyRefused(objects.reason)}. ArgoCD shows the ExternalSecret of ${release.name}.`,
    }
  const found = findExternalSecret(objects.items, release)
  if (found === undefined)
    return {
      id,
      state: "unknown",
      what: `The cluster that kubectl is logged in to has no ExternalSecret of ${release.name}.`,
    }
  const fetchedAt = Date.parse(found.status?.refreshTime ?? "")
  if (!isReady(found) || Number.isNaN(fetchedAt))
    return { id, state: "not-yet", what: `The ExternalSecret of ${release.name} is not synced.` }
  if (stored.at === undefined)
    return {
      id,
      state: "unknown",
      what: `The cluster fetched at ${time(fetchedAt)}; whether that was after the secret was stored is not known.`,
    }
  // Kubernetes keeps whole seconds.
  return fetchedAt > Math.floor(stored.at / 1000) * 1000
    ? { id, state: "proven", what: `The cluster fetched it at ${time(fetchedAt)}, after it was stored.` }
    : {
        id,
        state: "not-yet",
        what: `The cluster last fetched at ${time(fetchedAt)}, before the new one was stored at ${time(stored.at)}.`,
      }
}

const isReady = ({ status }: KubernetesObject): boolean =>
  status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false

/** A login that is asked for shows that the middleware has not broken over the new secret. */
export async function judgeLogin(site: Site): Promise<Evidence> {
  const answer = await site.page()
  const id = "login"
  if (answer.kind === "unanswered")
    return { id, state: "unknown", what: `${site.host} cannot be asked from here (${answer.code}).` }
  return loginAddress(site, answer)
    ? { id, state: "proven", what: `${site.host} asks for login.` }
    : { id, state: "not-yet", what: `${site.host} does not ask for login: it answers ${answer.status}.` }
}

/** What the doctor's trial at the login host came to; undefined where it was not asked for. */
export function judgeAccepted(trial: CheckResult | undefined): Evidence {
  const id = "accepted"
  if (trial === undefined)
    return {
      id,
      state: "unknown",
      what: "Whether Entra accepts it was not tried: --read-values tries it, and so does a login.",
    }
  if (trial.status === "pass") return { id, state: "proven", what: "Entra accepts what AWS has." }
  const said = trial.findings[0]?.what ?? trial.lacks?.why ?? trial.because ?? trial.check.title
  return trial.status === "fail"
    ? { id, state: "not-yet", what: `Entra does not accept what AWS has: ${said}.` }
    : { id, state: "unknown", what: `Whether Entra accepts it could not be tried: ${said}.` }
}

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
