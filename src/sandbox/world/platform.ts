/**
 * What ArgoCD, External Secrets and the ingress do with a repository: again and again they look at what is merged and at what is
 * stored, and change what runs until it is what was asked for.
 */
import { setTimeout as pause } from "node:timers/promises"
import type { SecretTriple } from "../../core/contract/values.ts"
import { failure, type Result, success } from "../../core/result.ts"
import type { Application, Resource } from "../argo/start-argo.ts"
import { AwsError } from "../aws/aws-error.ts"
import type { Vault } from "../aws/vault.ts"
import type { ForwardAuth } from "../ingress/forward-auth.ts"
import type { IngressRoute } from "../ingress/start-ingress.ts"
import { type DeployedApp, type LoginRelease, readDeployment, type WantedLogin } from "./deployment.ts"

/** Runs the login of a release; the world knows no server, so whoever starts it brings one. */
export type StartLogin = (request: LoginRequest) => Promise<RunningLogin>

export interface LoginRequest extends Pick<WantedLogin, "values" | "valuesPath"> {
  /** The release's name. */
  readonly app: string
  readonly secrets: SecretTriple
  /** Instead of the provider that the values name. */
  readonly issuer: string
}

export interface RunningLogin {
  /** What its Middleware tells the ingress. */
  readonly forwardAuth: ForwardAuth
  readonly close: () => Promise<void>
}

export interface PlatformOptions {
  /** The default branch as it is now; the same map as long as nothing was merged. */
  readonly files: () => ReadonlyMap<string, string>
  readonly vault: Vault
  readonly issuer: string
  readonly startLogin: StartLogin
  /** Address of an app. */
  readonly startApp: (app: DeployedApp) => Promise<string>
  readonly setRoutes: (routes: readonly IngressRoute[]) => void
  readonly setApplications: (applications: readonly Application[]) => void
  /** References to middlewares that are there without a folder, and let everything through. */
  readonly middlewares: readonly string[]
  /** Milliseconds from a merge until the platform notices it. */
  readonly noticesAfterMs: number
}

export interface Platform {
  /** Hosts that the ingress has a certificate for. */
  readonly serves: (host: string) => boolean
  /** Resolves when all that is merged and stored by now is deployed. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Milliseconds between two rounds. */
const roundMs = 50

interface Login {
  readonly release: LoginRelease
  /** The files that it was made from, in one text. */
  readonly version: string
  readonly state: LoginState
}

type LoginState =
  | { readonly kind: "running"; readonly running: RunningLogin }
  /** The Middleware is there, and nothing answers behind it. */
  | { readonly kind: "no-secrets"; readonly message: string }
  | { readonly kind: "crashed"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string }

export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { files, vault, startApp, setRoutes, setApplications, noticesAfterMs } = options
  const services = new Map<string, string>()
  let logins: ReadonlyMap<string, Login> = new Map()
  let hosts: ReadonlySet<string> = new Set()
  let deployed = files()
  let seen = { files: deployed, at: performance.now() }
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()
  let rounds = 0

  async function reconcile(): Promise<void> {
    const { logins: releases, apps } = readDeployment(deployed)
    const next = new Map<string, Login>()
    for (const release of releases) {
      const key = `${release.namespace}/${release.name}`
      next.set(key, await update(release, logins.get(key), vault, options))
    }
    for (const [key, login] of logins) if (!next.has(key)) await stop(login)
    logins = next
    for (const app of apps) {
      const key = `${app.namespace}/${app.name}`
      if (app.routes.length > 0 && !services.has(key)) services.set(key, await startApp(app))
    }
    hosts = new Set(apps.flatMap(({ routes }) => routes.flatMap((route) => route.hosts)))
    setRoutes(apps.flatMap((app) => routesOf(app, services, [...logins.values()], options)))
    setApplications([...[...logins.values()].map(applicationOfLogin), ...apps.map(applicationOfApp)])
  }

  /** True where something has been merged that is not deployed yet. */
  function isBehind(): boolean {
    const current = files()
    if (current !== seen.files) seen = { files: current, at: performance.now() }
    return deployed !== current
  }

  async function turn(): Promise<void> {
    if (isBehind() && performance.now() - seen.at >= noticesAfterMs) deployed = seen.files
    await reconcile()
    rounds++
  }
  const goOn = () => {
    timer = setTimeout(() => {
      round = turn().then(goOn)
    }, roundMs)
  }

  await reconcile()
  goOn()
  return {
    serves: (host) => hosts.has(host),
    settled: async () => {
      while (isBehind()) await pause(roundMs)
      // What was stored while a round was under way is seen by the one after it.
      const wanted = rounds + 2
      while (rounds < wanted) await pause(roundMs)
    },
    close: async () => {
      await round
      clearTimeout(timer)
      for (const login of logins.values()) await stop(login)
    },
  }
}

const stop = async ({ state }: Login): Promise<void> => {
  if (state.kind === "running") await state.running.close()
}

/**
 * Secrets that have been fetched are kept until the files change, `forceSync` among them: the hour after which External Secrets fetches
 * by itself is longer than any story. Those that are missing are asked for again and again.
 */
async function update(
  release: LoginRelease,
  before: Login | undefined,
  vault: Vault,
  { issuer, startLogin }: PlatformOptions,
): Promise<Login> {
  const { wanted, refusal, name } = release
  const version = JSON.stringify([wanted?.values, refusal])
  if (before?.version === version && before.state.kind !== "no-secrets") return { ...before, release }
  if (before?.version !== version && before) await stop(before)
  const as = (state: LoginState): Login => ({ release, version, state })
  if (!wanted) return as({ kind: "refused", message: refusal })
  const secrets = readSecrets(wanted, vault)
  if (!secrets.ok) return as({ kind: "no-secrets", message: secrets.problems.join() })
  try {
    const { values, valuesPath } = wanted
    const running = await startLogin({ app: name, values, valuesPath, secrets: secrets.value, issuer })
    return as({ kind: "running", running })
  } catch (error) {
    return as({ kind: "crashed", message: error instanceof Error ? error.message : String(error) })
  }
}

/** The three, or why not. Source: External Secrets Operator, AWS Secrets Manager provider, for the words. */
function readSecrets({ secretPaths }: WantedLogin, vault: Vault): Result<SecretTriple> {
  const read = (path = "") => {
    try {
      return vault.read(path).version.value
    } catch (error) {
      if (error instanceof AwsError) return undefined
      throw error
    }
  }
  const [clientId, clientSecret, sessionSecret] = [
    read(secretPaths.clientId),
    read(secretPaths.clientSecret),
    read(secretPaths.sessionSecret),
  ]
  if (clientId === undefined || clientSecret === undefined || sessionSecret === undefined)
    return failure("could not get secret data from provider: Secret does not exist")
  return success({ clientId, clientSecret, sessionSecret })
}

/** Where nothing listens, so that the ingress answers as it does for a login without a pod. */
const nobody: ForwardAuth = { address: "http://127.0.0.1:1/" }

/** An ingress that refers to a middleware that is not there has no route at all. Source: Traefik, which then answers 404. */
function routesOf(
  { namespace, name, routes }: DeployedApp,
  services: ReadonlyMap<string, string>,
  logins: readonly Login[],
  { middlewares: others }: PlatformOptions,
): readonly IngressRoute[] {
  const service = services.get(`${namespace}/${name}`)
  if (service === undefined) return []
  const guards = new Map(
    logins.flatMap(({ release, state }) =>
      release.wanted && state.kind !== "refused"
        ? [[release.wanted.reference, state.kind === "running" ? state.running.forwardAuth : nobody] as const]
        : [],
    ),
  )
  return routes.flatMap(({ hosts, middlewares }) => {
    if (middlewares.some((reference) => !guards.has(reference) && !others.includes(reference))) return []
    const forwardAuth = middlewares.map((reference) => guards.get(reference)).find(Boolean)
    return [{ hosts, service, ...(forwardAuth && { forwardAuth }) }]
  })
}

/** Source: Argo CD documentation, "Resource Health"; its built-in health of ExternalSecrets. */
function applicationOfLogin({ release, state }: Login): Application {
  const { namespace, wanted } = release
  const base = applicationOf(release)
  if (!wanted || state.kind === "refused")
    return {
      ...base,
      status: {
        sync: { status: "Unknown" },
        health: { status: "Missing" },
        conditions: [{ type: "ComparisonError", message: state.kind === "refused" ? state.message : "" }],
      },
    }
  const made = (kind: string, health?: Resource["health"]): Resource => ({
    kind,
    name: wanted.middleware,
    namespace,
    status: "Synced",
    ...(health && { health }),
  })
  const hasSecrets = state.kind !== "no-secrets"
  const isRunning = state.kind === "running"
  return {
    ...base,
    status: {
      sync: { status: "Synced" },
      health: { status: isRunning ? "Healthy" : "Degraded" },
      resources: [
        made(
          "ExternalSecret",
          hasSecrets ? { status: "Healthy" } : { status: "Degraded", message: state.message },
        ),
        made(
          "Deployment",
          isRunning ? { status: "Healthy" } : { status: hasSecrets ? "Degraded" : "Progressing" },
        ),
        made("Middleware"),
      ],
    },
  }
}

const applicationOfApp = (app: DeployedApp): Application => ({
  ...applicationOf(app),
  status: { sync: { status: "Synced" }, health: { status: "Healthy" }, resources: [] },
})

const applicationOf = ({ namespace, name }: Pick<DeployedApp, "namespace" | "name">): Application => ({
  metadata: { name: `${namespace}-${name}` },
  spec: { project: namespace, destination: { namespace }, source: { path: `apps/${namespace}/${name}` } },
})
