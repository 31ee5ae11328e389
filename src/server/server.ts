/** Two ports: one for the ingress, one for the cluster. Starts, serves, drains. */
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import type { CreateProvider } from "../adapters/oidc/provider.ts"
import { createAdminServer } from "./admin.ts"
import { type App, createApp, type Tools } from "./app.ts"
import type { AppConfig } from "./config/app-config.ts"
import { LeanMessage } from "./headers.ts"
import type { PublicJwk } from "./identity-token/identity-key.ts"
import { createMetrics } from "./metrics.ts"
import { createPipeline } from "./pipeline.ts"
import { createSessionCache, type SessionCache } from "./sessions.ts"

export interface ListenAddress {
  /** Without one, every interface: those of IPv6 too where the machine has any. */
  readonly host?: string
  /** 0 takes a free one. */
  readonly port: number
  /** Of this process alone, where workers would share it. */
  readonly exclusive?: true
}

export interface ServerOptions extends Tools {
  readonly apps: readonly AppConfig[]
  readonly listen: ListenAddress
  readonly adminListen: ListenAddress
  readonly createProvider: CreateProvider
  /** Milliseconds until a connection without traffic is closed; two minutes unless given. */
  readonly idleTimeoutMs?: number
}

export interface RunningServer {
  /** The address that `forwardAuth` asks. */
  readonly url: string
  readonly adminUrl: string
  /** Serves these apps from now on; those whose configuration is the same keep their warm state. */
  readonly replaceApps: (apps: readonly AppConfig[]) => void
  /**
   * Says that it is not ready and serves on for `delayMs`, while others learn of it; then takes no new connections and
   * finishes what is under way, at most `drainMs`.
   */
  readonly close: (delayMs?: number) => Promise<void>
}

/** Milliseconds. Traefik keeps idle connections for 90 s; closing first would break requests on their way. */
const defaultIdleTimeoutMs = 120_000

/** Bytes. Entra users in many groups exceed Node's 16 kB; Traefik itself takes 1 MB. */
const maxHeaderBytes = 65_536

/** Milliseconds for the head of a request, and for all of it. A forwarded request has no body. */
const headersTimeoutMs = 10_000
const requestTimeoutMs = 20_000

/** Milliseconds between two looks for connections that are over these times; Node's own 30 s would make 10 into 40. */
const connectionsCheckMs = 1_000

/** Milliseconds that `close` waits, longer than the slowest provider call. */
const drainMs = 15_000

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const metrics = createMetrics()
  const sessionCache = createSessionCache()
  let hosts = appsByHost(options.apps, options, sessionCache)
  let ready = true
  const server = createServer(
    {
      // The server's own timeout is for all of a connection's life, where this one is set anew after each answer.
      keepAliveTimeout: 0,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: connectionsCheckMs,
      maxHeaderSize: maxHeaderBytes,
      // A forwarded request has no body, so nothing is spent on a stream that would stand for one.
      optimizeEmptyRequests: true,
      IncomingMessage: LeanMessage,
    },
    createPipeline((host) => hosts.get(host), options, metrics.observe),
  )
  // Bounded by `maxHeaderBytes`. Some releases of Node leave out what is beyond a number of headers, which the app would still get.
  server.maxHeadersCount = 0
  server.timeout = options.idleTimeoutMs ?? defaultIdleTimeoutMs
  const admin = createAdminServer({
    isReady: () => ready,
    renderMetrics: metrics.render,
    identityKeys: (host) => identityKeysOf(hosts, host),
  })
  const url = await listen(server, options.listen)
  try {
    const adminUrl = await listen(admin, options.adminListen)
    return {
      url,
      adminUrl,
      replaceApps: (apps) => {
        hosts = appsByHost(apps, options, sessionCache, hosts)
      },
      close: async (delayMs = 0) => {
        ready = false
        closeAfterReplies(server)
        await pause(delayMs)
        await Promise.all([drain(server), drain(admin)])
      },
    }
  } catch (error) {
    await drain(server)
    throw error
  }
}

function appsByHost(
  configs: readonly AppConfig[],
  { createProvider, ...tools }: ServerOptions,
  sessionCache: SessionCache,
  before: ReadonlyMap<string, App> = new Map(),
): ReadonlyMap<string, App> {
  const known = new Map([...before.values()].map((app) => [app.config, app]))
  return new Map(
    configs.flatMap((config) => {
      const app = known.get(config) ?? createApp(config, createProvider, sessionCache, tools)
      return [...config.addresses.hosts].map((host): [string, App] => [host, app])
    }),
  )
}

/** Of one app only: with the keys of several in one set, each of their teams could sign for the others. */
function identityKeysOf(
  hosts: ReadonlyMap<string, App>,
  host: string | undefined,
): readonly PublicJwk[] | undefined {
  const [app, ...more] = new Set(host === undefined ? hosts.values() : [hosts.get(host)])
  if (app === undefined || more.length > 0) return undefined
  return app.config.identityToken?.keys.map(({ publicJwk }) => publicJwk) ?? []
}

/** @throws Error of Node, with the code `EADDRINUSE` or `EACCES`. */
function listen(server: Server, options: ListenAddress): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen({ ...options }, () => {
      server.off("error", reject)
      const { address, family, port: taken } = server.address() as AddressInfo
      resolve(`http://${family === "IPv6" ? `[${address}]` : address}:${taken}`)
    })
  })
}

/** An ingress reuses its connections without end, so each is told at its next reply to go elsewhere. */
function closeAfterReplies(server: Server): void {
  server.prependListener("request", (_, response) => {
    response.shouldKeepAlive = false
  })
}

/** Milliseconds between two looks for connections that have become idle. */
const idleCheckMs = 100

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), drainMs)
    const sweep = setInterval(() => server.closeIdleConnections(), idleCheckMs)
    server.close(() => {
      clearTimeout(force)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}
