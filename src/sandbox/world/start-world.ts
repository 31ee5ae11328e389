/**
 * Everything around an apps repo, on loopback: GitHub with the workflow that stores secrets, Secrets Manager, ArgoCD and the ingress
 * with real certificates, Entra, and a colleague who merges. A program reaches all of it through `env`, as it reaches the real ones.
 */
import { randomBytes, randomUUID } from "node:crypto"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { callbackPath } from "../../core/contract/names.ts"
import { type Argo, startArgo } from "../argo/start-argo.ts"
import { type Aws, startAws } from "../aws/start-aws.ts"
import { startEchoApp } from "../echo-app.ts"
import { type Entra, startEntra } from "../entra/start-entra.ts"
import type { RepositorySeed } from "../github/repository.ts"
import { type GitHub, startGitHub } from "../github/start-github.ts"
import { startIngress } from "../ingress/start-ingress.ts"
import { createSetSecrets } from "../set-secrets/perform.ts"
import { makeSampleUsers, type SandboxUser } from "../users.ts"
import { createAuthority } from "./certificates.ts"
import { readDeployment } from "./deployment.ts"
import { type Platform, type StartLogin, startPlatform } from "./platform.ts"
import { startReviewer } from "./reviewer.ts"
import { createServicedesk, type Servicedesk } from "./servicedesk.ts"
import { type EgressProxy, startProxy } from "./start-proxy.ts"

export interface WorldOptions {
  /** The apps repo; what is on its default branch is deployed. */
  readonly repository: Pick<RepositorySeed, "owner" | "name" | "files">
  /** Others that GitHub has, such as the one that publishes the charts. */
  readonly otherRepositories?: readonly RepositorySeed[]
  /** An empty folder for what programs read as files. Whoever made it removes it. */
  readonly folder: string
  readonly startLogin: StartLogin
  /** References to middlewares that are there without a folder, and let everything through. */
  readonly middlewares?: readonly string[]
  /** Milliseconds until a colleague merges a pull request; without it somebody else has to. */
  readonly mergesAfterMs?: number
  /** Milliseconds from a merge until the platform notices it. */
  readonly noticesAfterMs?: number
  /** How many times as fast as on GitHub the runs of workflows go. */
  readonly haste?: number
  readonly users?: readonly SandboxUser[]
  /** Default: one of this world's own. */
  readonly servicedesk?: Servicedesk
}

export interface World {
  /** For a program that shall see this world and no other. It holds no secret but tokens of the stand-ins. */
  readonly env: Readonly<Record<string, string>>
  readonly github: GitHub
  readonly aws: Aws
  readonly argo: Argo
  readonly entra: Entra
  readonly servicedesk: Servicedesk
  readonly proxy: EgressProxy
  /** Merges a pull request, by default the one that has been open for longest. */
  readonly merge: (number?: number) => void
  /** Resolves when all that is merged and stored by now is deployed. */
  readonly settled: Platform["settled"]
  readonly close: () => Promise<void>
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const { repository, folder, startLogin } = options
  const name = `${repository.owner}/${repository.name}`
  const running: { close: () => Promise<void> }[] = []
  const keep = <Part extends { readonly close: () => Promise<void> }>(part: Part): Part => {
    running.unshift(part)
    return part
  }
  const close = async () => {
    for (const part of running) await part.close()
  }
  try {
    const tokens = { github: `ghp_${randomBytes(18).toString("hex")}`, argo: randomUUID() }
    const accessKey = `AKIA${randomBytes(8).toString("hex").toUpperCase()}`
    const servicedesk = options.servicedesk ?? createServicedesk(Date.now)
    const aws = keep(await startAws({ accessKeys: [accessKey] }))
    const github = keep(
      await startGitHub({
        users: [{ token: tokens.github, login: "ada", scopes: "repo" }],
        repositories: [repository, ...(options.otherRepositories ?? [])],
        perform: createSetSecrets({ vault: aws.vault }),
        now: fastClock(options.haste ?? 1),
      }),
    )
    const entra = keep(
      await startEntra({
        tenant: { id: randomUUID() },
        users: options.users ?? makeSampleUsers([]),
        apps: [
          {
            clientId: servicedesk.clientId,
            displayName: "Apps of the demo",
            secret: servicedesk.checkSecret,
            redirectUris: redirectUris(repository.files),
          },
        ],
      }),
    )
    const argo = keep(await startArgo({ token: tokens.argo, applications: [] }))
    const authority = createAuthority(Date.now)
    const certificates = new Map<string, ReturnType<typeof authority.issue>>()
    const ingress = keep(
      await startIngress({
        routes: [],
        certificateFor: (host) => {
          const certificate = certificates.get(host) ?? authority.issue(host)
          certificates.set(host, certificate)
          return certificate
        },
      }),
    )
    const platform = keep(
      await startPlatform({
        files: () => github.files(name, "main"),
        vault: aws.vault,
        issuer: entra.issuer,
        startLogin,
        startApp: async () => keep(await startEchoApp()).url,
        setRoutes: ingress.setRoutes,
        setApplications: argo.setApplications,
        middlewares: options.middlewares ?? [],
        noticesAfterMs: options.noticesAfterMs ?? 0,
      }),
    )
    const proxy = keep(await startProxy((host) => (platform.serves(host) ? ingress.port : undefined)))
    const merge = (number = github.openPulls(name)[0]?.number) => {
      if (number === undefined) throw new Error("No pull request is open")
      github.merge(name, number)
    }
    const { mergesAfterMs } = options
    if (mergesAfterMs !== undefined)
      keep(startReviewer({ openPulls: () => github.openPulls(name), merge, mergesAfterMs }))
    const env = await writeEnvironment(folder, authority.certificate, {
      GITHUB_API_URL: github.url,
      GH_TOKEN: tokens.github,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: randomBytes(20).toString("hex"),
      AWS_REGION: "eu-west-1",
      ARGOCD_SERVER: argo.url,
      ARGOCD_AUTH_TOKEN: tokens.argo,
      ...inBothCases({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url }),
      // The user's own npm may know another proxy, and then would use it.
      npm_config_registry: proxy.url,
    })
    return { env, github, aws, argo, entra, servicedesk, proxy, merge, settled: platform.settled, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Runs of GitHub take seconds; a person who watches them has other things to do. */
function fastClock(haste: number): () => number {
  const start = Date.now()
  return () => start + (Date.now() - start) * haste
}

/** What the tickets of all apps would ask for. */
function redirectUris(files: ReadonlyMap<string, string>): readonly string[] {
  const hosts = readDeployment(files).apps.flatMap(({ routes }) => routes.flatMap((route) => route.hosts))
  return [...new Set(hosts)].flatMap((host) => [`https://${host}${callbackPath}`, `https://${host}/login`])
}

/**
 * Whatever else the user has set is put out of the way: none of the user's own logins is used, and nothing leaves the machine.
 * Node takes `NODE_USE_ENV_PROXY` at its start, from 22.21 on; later ones can also be told in the program.
 */
async function writeEnvironment(
  folder: string,
  certificate: string,
  own: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const file = async (name: string, text: string) => {
    const path = join(folder, name)
    await writeFile(path, text)
    return path
  }
  const nothing = await file("nothing", "")
  return {
    ...emptied,
    ...own,
    NODE_EXTRA_CA_CERTS: await file("authority.pem", certificate),
    NODE_USE_ENV_PROXY: "1",
    ...inBothCases({ NO_PROXY: "localhost,127.0.0.1,[::1]" }),
    AWS_CONFIG_FILE: nothing,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    AWS_EC2_METADATA_DISABLED: "true",
    KUBECONFIG: nothing,
    ARGOCD_CONFIG_DIR: folder,
    XDG_STATE_HOME: join(folder, "state"),
  }
}

/** Readers differ in which of the two they look at first. */
const inBothCases = (variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...variables,
  ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value])),
})

/** To every reader of these, an empty one is as good as none. */
const emptied: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...["GITHUB_TOKEN", "GITHUB_SERVER_URL", "GH_HOST", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"],
    ...["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"],
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "NODE_TLS_REJECT_UNAUTHORIZED",
  ].map((name) => [name, ""]),
)
