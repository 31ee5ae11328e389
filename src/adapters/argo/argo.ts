/** ArgoCD's REST API, as far as it tells what became of a folder of the repository. Only ever asked to read. */
import { AppError } from "../../core/errors.ts"
import type { ArgoSession } from "./session.ts"

export interface Argo {
  /** Where its pages are. */
  readonly url: string
  /** Who is logged in. */
  readonly user: () => Promise<string>
  /** All that the user may see. */
  readonly applications: () => Promise<readonly ArgoApplication[]>
}

/** Every method throws AppErrors `argo/*`. Anything but the name may be missing. */
export interface ArgoApplication {
  readonly name: string
  readonly project: string | undefined
  /** Milliseconds since 1970. */
  readonly createdAt: number | undefined
  /** The namespace that it deploys to. */
  readonly namespace: string | undefined
  /** Folders of repositories that it is made from. */
  readonly paths: readonly string[]
  /** `Synced`, `OutOfSync` or `Unknown`. */
  readonly sync: string | undefined
  readonly revision: string | undefined
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing` or `Unknown`. */
  readonly health: string | undefined
  readonly healthSince: number | undefined
  /** What ArgoCD itself complains of, such as `ComparisonError`. */
  readonly conditions: readonly { readonly type: string; readonly message: string }[]
  /** `Running`, `Succeeded`, `Failed` or `Error`, of the last attempt to sync. */
  readonly phase: string | undefined
  readonly message: string | undefined
  readonly resources: readonly ArgoResource[]
}

export interface ArgoResource {
  readonly kind: string
  readonly name: string
  readonly namespace: string | undefined
  readonly sync: string | undefined
  readonly health: string | undefined
  readonly message: string | undefined
}

export interface ArgoOptions extends ArgoSession {
  readonly userAgent: string
  /** For one answer. */
  readonly timeoutMs: number
}

/** Of an application, only what is looked at; a cluster has hundreds. Source: Argo CD's own pages, which ask the same way. */
const fields = [
  "metadata.name",
  "metadata.creationTimestamp",
  "spec.project",
  "spec.destination",
  "spec.source.path",
  "spec.sources",
  "status.sync",
  "status.health",
  "status.conditions",
  "status.operationState.phase",
  "status.operationState.message",
  "status.resources",
]
  .map((field) => `items.${field}`)
  .join(",")

/** Source: Argo CD's `assets/swagger.json`: `SessionService_GetUserInfo`, `ApplicationService_List`. */
export function createArgo(options: ArgoOptions): Argo {
  const get = (path: string) => readJson(options, path)
  return {
    url: options.url,
    user: async () => {
      const { loggedIn, username } = (await get("/api/v1/session/userinfo")) as WireUser
      if (loggedIn) return username ?? "unknown"
      throw expired(options)
    },
    applications: async () => {
      const { items } = (await get(`/api/v1/applications?fields=${fields}`)) as {
        readonly items?: readonly WireApplication[] | null
      }
      return (items ?? []).flatMap(parseApplication)
    },
  }
}

async function readJson(options: ArgoOptions, path: string): Promise<unknown> {
  const { url, token, userAgent, timeoutMs } = options
  const host = new URL(url).host
  let response: Response
  try {
    response = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${token}`, "user-agent": userAgent, accept: "application/json" },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
    })
  } catch (error) {
    throw new AppError("argo/unreachable", `ArgoCD at ${host} cannot be reached: ${reasonOf(error)}.`, {
      hint: "Check the network and the VPN.",
    })
  }
  if (response.status === 401) throw expired(options)
  const text = await response.text()
  if (!response.ok)
    throw new AppError("argo/refused", `ArgoCD at ${host} answers with ${response.status}.`, {
      hint: "Ask the IDP team on Slack for read access to the team's applications.",
    })
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError("argo/unreachable", `What answers at ${host} is not ArgoCD.`, {
      hint: "Compare the server with the address of ArgoCD's pages.",
    })
  }
}

const expired = ({ url }: ArgoOptions): AppError =>
  new AppError("argo/no-session", `The login to ArgoCD at ${new URL(url).host} has expired.`, {
    hint: `argocd login ${new URL(url).host} --sso`,
  })

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  if (cause.name === "TimeoutError") return "it does not answer in time"
  return "code" in cause ? String(cause.code) : cause.message
}

interface WireUser {
  readonly loggedIn?: boolean
  readonly username?: string
}

interface WireApplication {
  readonly metadata?: { readonly name?: string; readonly creationTimestamp?: string }
  readonly spec?: {
    readonly project?: string
    readonly destination?: { readonly namespace?: string }
    readonly source?: { readonly path?: string }
    readonly sources?: readonly { readonly path?: string }[]
  }
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string }
    readonly health?: { readonly status?: string; readonly lastTransitionTime?: string }
    readonly conditions?: readonly { readonly type?: string; readonly message?: string }[]
    readonly operationState?: { readonly phase?: string; readonly message?: string }
    readonly resources?: readonly {
      readonly kind?: string
      readonly name?: string
      readonly namespace?: string
      readonly status?: string
      readonly health?: { readonly status?: string; readonly message?: string }
    }[]
  }
}

function parseApplication({ metadata = {}, spec = {}, status = {} }: WireApplication): ArgoApplication[] {
  const { name, creationTimestamp } = metadata
  if (name === undefined) return []
  const { source, sources = [], destination, project } = spec
  return [
    {
      name,
      project,
      createdAt: timeOf(creationTimestamp),
      namespace: destination?.namespace,
      paths: [source, ...sources].flatMap((part) => part?.path ?? []),
      sync: status.sync?.status,
      revision: status.sync?.revision,
      health: status.health?.status,
      healthSince: timeOf(status.health?.lastTransitionTime),
      conditions: (status.conditions ?? []).map(({ type = "", message = "" }) => ({ type, message })),
      phase: status.operationState?.phase,
      message: status.operationState?.message,
      resources: (status.resources ?? []).map((resource) => ({
        kind: resource.kind ?? "",
        name: resource.name ?? "",
        namespace: resource.namespace,
        sync: resource.status,
        health: resource.health?.status,
        message: resource.health?.message,
      })),
    },
  ]
}

const timeOf = (text: string | undefined): number | undefined => {
  const time = Date.parse(text ?? "")
  return Number.isNaN(time) ? undefined : time
}
