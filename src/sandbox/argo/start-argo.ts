import { createServer } from "node:http"
import { listenOnLoopback } from "../loopback.ts"

export interface ArgoOptions {
  /** The token that is accepted. */
  readonly token: string
  readonly username?: string
  readonly applications: readonly Application[]
  /** Default: any free one. */
  readonly port?: number
}

/** An application as ArgoCD keeps it, as far as anybody here looks at it. Source: Argo CD's `assets/swagger.json`, `v1alpha1Application`. */
export interface Application {
  readonly metadata: { readonly name: string; readonly creationTimestamp?: string }
  readonly spec: {
    readonly project?: string
    readonly destination?: { readonly namespace?: string }
    readonly source?: { readonly path?: string; readonly repoURL?: string }
    readonly sources?: readonly { readonly path?: string }[]
  }
  readonly status?: {
    readonly sync?: { readonly status: string; readonly revision?: string }
    readonly health?: { readonly status: string; readonly lastTransitionTime?: string }
    readonly conditions?: readonly { readonly type: string; readonly message: string }[]
    readonly operationState?: { readonly phase: string; readonly message?: string }
    readonly resources?: readonly Resource[]
  }
}

export interface Resource {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  readonly status?: string
  readonly health?: { readonly status: string; readonly message?: string }
}

/** A running stand-in for ArgoCD's API server. */
export interface Argo {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Requests so far, as `METHOD /path`. */
  readonly requests: readonly string[]
  readonly setApplications: (applications: readonly Application[]) => void
  readonly close: () => Promise<void>
}

/** Starts the stand-in on loopback. Source: Argo CD documentation, "API docs"; `assets/swagger.json`. */
export async function startArgo(options: ArgoOptions): Promise<Argo> {
  const { token, username = "ada", port } = options
  const requests: string[] = []
  let { applications } = options

  function answer(path: string, query: URLSearchParams, isKnown: boolean): readonly [number, object] {
    // Who asks is told, logged in or not; everything else wants a session.
    if (path === "/api/v1/session/userinfo") return [200, isKnown ? { loggedIn: true, username } : {}]
    if (!isKnown) return [401, { error: "no session information", code: 16 }]
    if (path !== "/api/v1/applications") return [404, { error: "Not Found", code: 5 }]
    const items = applications.map((application) => choose(application, query.get("fields")))
    return [200, { metadata: {}, items: items.length > 0 ? items : null }]
  }

  const server = createServer(({ method, url = "/", headers }, response) => {
    const { pathname, searchParams } = new URL(url, "http://argo")
    requests.push(`${method} ${pathname}`)
    const [status, body] = answer(pathname, searchParams, headers.authorization === `Bearer ${token}`)
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
  })
  const { url, close } = await listenOnLoopback(server, port)
  return {
    url,
    requests,
    setApplications: (next) => {
      applications = next
    },
    close,
  }
}

/** Only the fields that were asked for, as `items.status.sync`. */
function choose(application: Application, fields: string | null): unknown {
  if (fields === null) return application
  const paths = fields.split(",").map((field) => field.replace(/^items\./, "").split("."))
  return pick(application, paths)
}

function pick(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some(({ length }) => length === 0)) return value
  if (Array.isArray(value)) return value.map((item) => pick(item, paths))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      const below = paths.filter(([first]) => first === key).map((path) => path.slice(1))
      return below.length === 0 ? [] : [[key, pick(child, below)]]
    }),
  )
}
