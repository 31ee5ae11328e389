import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type Provider from "oidc-provider"
import { listenOnLoopback } from "../loopback.ts"
import type { SandboxUser } from "../users.ts"
import { makeAadstsError, makeErrorDocument, type Trace } from "./aadsts.ts"
import type { Directory } from "./directory.ts"
import { createFaults, type EntraEndpoint, type Fault } from "./faults.ts"
import { answerGraph } from "./graph.ts"
import { answerLogin } from "./login.ts"
import { answerLogout } from "./logout.ts"
import { makeIssuer, makeMetadata } from "./metadata.ts"
import { createProvider } from "./provider.ts"
import { createSigningKeys } from "./signing-keys.ts"

/** A running stand-in for Entra ID. */
export interface Entra {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** `{url}/{tenant GUID}/v2.0`: below it lies `.well-known/openid-configuration`. */
  readonly issuer: string
  /** Signs with a new key from now on; `forget` unpublishes the old ones at once. */
  readonly rotateKeys: (options?: { readonly forget?: boolean }) => Promise<void>
  readonly setUsers: (users: readonly SandboxUser[]) => void
  /** Seconds that tokens issued from now on live. */
  readonly setTokenLifetime: (seconds: number) => void
  /** Makes an endpoint slow or broken; `undefined` heals it. */
  readonly setFault: (endpoint: EntraEndpoint, fault: Fault | undefined) => void
  /** Requests so far, per endpoint. */
  readonly requests: () => Readonly<Record<EntraEndpoint, number>>
  readonly close: () => Promise<void>
}

export interface EntraOptions extends Directory {
  /** Default: any free one. */
  readonly port?: number
  /** Seconds; default 3600, as Entra's. Source: Microsoft, "Configurable token lifetimes". */
  readonly tokenLifetime?: number
}

/** Starts the stand-in on loopback. */
export async function startEntra(options: EntraOptions): Promise<Entra> {
  const { tenant, apps } = options
  const faults = createFaults()
  let users = options.users
  let tokenLifetime = options.tokenLifetime ?? 3600
  const server = createServer()
  const { url: base, close } = await listenOnLoopback(server, options.port)
  const issuer = makeIssuer(base, tenant.id)
  const keys = await createSigningKeys(issuer)
  const findUser = (id: string) => users.find((user) => user.id === id)
  const provider = createProvider({
    base,
    issuer,
    tenantId: tenant.id,
    apps,
    findUser,
    keys,
    tokenLifetime: () => tokenLifetime,
    makeTrace,
  })
  const answerProtocol = provider.callback()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.url = withTenantGuid(request.url ?? "/", tenant)
    const url = new URL(request.url, base)
    const endpoint = endpointOf(url.pathname, tenant.id)
    if (!endpoint) return answerUnknownPath(url, response)
    if (await faults.apply(endpoint, request, response)) return
    switch (endpoint) {
      case "metadata":
        return sendJson(response, 200, makeMetadata(base, tenant.id), "max-age=86400, private")
      case "keys":
        return sendJson(response, 200, { keys: keys.publicKeys() }, "max-age=86400, private")
      case "login":
        return answerLogin(provider, { apps, users, makeTrace }, request, response)
      case "logout":
        return answerLogout(provider, apps, request, response)
      case "graph":
        return answerGraph(url, await callerOf(provider, findUser, request), request, response)
      default:
        await answerProtocol(request, response)
    }
  }
  server.on("request", (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, { error: "server_error", error_description: String(error) })
    })
  })

  return {
    url: base,
    issuer,
    rotateKeys: keys.rotate,
    setUsers: (next) => {
      users = next
    },
    setTokenLifetime: (seconds) => {
      tokenLifetime = seconds
    },
    setFault: faults.set,
    requests: faults.counts,
    close,
  }
}

/** Paths may name the tenant by domain; answers never do. See `makeIssuer`. */
const withTenantGuid = (url: string, { id, domain }: Directory["tenant"]): string =>
  domain && url.startsWith(`/${domain}/`) ? `/${id}${url.slice(domain.length + 1)}` : url

function endpointOf(path: string, tenantId: string): EntraEndpoint | undefined {
  if (path === "/oidc/userinfo") return "userinfo"
  if (path.startsWith("/v1.0/")) return "graph"
  if (!path.startsWith(`/${tenantId}/`)) return undefined
  const rest = path.slice(tenantId.length + 1)
  if (rest === "/v2.0/.well-known/openid-configuration") return "metadata"
  if (rest === "/discovery/v2.0/keys") return "keys"
  if (rest === "/oauth2/v2.0/token") return "token"
  if (rest === "/oauth2/v2.0/logout") return "logout"
  if (/^\/oauth2\/v2\.0\/authorize(\/|$)/.test(rest)) return "authorize"
  if (rest.startsWith("/login/")) return "login"
  return undefined
}

function answerUnknownPath(url: URL, response: ServerResponse): void {
  const [, tenant = "", next] = url.pathname.split("/")
  if (next === undefined) return void response.writeHead(404).end()
  const error = makeAadstsError("unknownTenant", { clientId: "", tenant })
  sendJson(response, 400, makeErrorDocument(error, makeTrace()))
}

async function callerOf(
  provider: Provider,
  findUser: (id: string) => SandboxUser | undefined,
  request: IncomingMessage,
) {
  const [, value] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "") ?? []
  const token = value === undefined ? undefined : await provider.AccessToken.find(value)
  const user = token?.accountId === undefined ? undefined : findUser(token.accountId)
  return token?.isValid && user ? { user, scopes: token.scopes } : undefined
}

function makeTrace(): Trace {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`
  return { traceId: randomUUID(), correlationId: randomUUID(), timestamp }
}

function sendJson(response: ServerResponse, status: number, document: unknown, cache = "no-store"): void {
  response
    .writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": cache })
    .end(JSON.stringify(document))
}
