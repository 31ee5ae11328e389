/** Everything that the web shop's login depends on, running on loopback and as it should be. Each test breaks what it is about. */
import { randomBytes } from "node:crypto"
import { createArgo } from "../../../src/adapters/argo/argo.ts"
import { createSecretsManager } from "../../../src/adapters/aws/secrets-manager.ts"
import { createHttp } from "../../../src/adapters/http/http.ts"
import { createKubectl } from "../../../src/adapters/kubectl/kubectl.ts"
import type { SavedState } from "../../../src/core/state/saved-state.ts"
import type { Check } from "../../../src/doctor/check.ts"
import type { CheckResult } from "../../../src/doctor/run-checks.ts"
import { type Application, startArgo } from "../../../src/sandbox/argo/start-argo.ts"
import { type Aws, startAws } from "../../../src/sandbox/aws/start-aws.ts"
import { type Entra, startEntra } from "../../../src/sandbox/entra/start-entra.ts"
import type { RepositorySeed } from "../../../src/sandbox/github/repository.ts"
import { type GitHub, startGitHub } from "../../../src/sandbox/github/start-github.ts"
import { createSetSecrets } from "../../../src/sandbox/set-secrets/perform.ts"
import type { Environment } from "../../adapters/aws/environment.ts"
import { connect } from "../../adapters/github/connect.ts"
import { makeHealthyRepo, paths } from "../../cases/doctor/healthy-repo.ts"
import { stored, webshopState } from "../../cases/doctor/states.ts"
import { createClock, token } from "../../sandbox/github/stand-in.ts"
import { type Examined, examineBy, machine } from "../examine.ts"
import { type ClusterObjects, createKubectlProgram } from "./kubectl-program.ts"
import { type Site, startPlatformSite } from "./platform-site.ts"

export const host = "webshop.shop-test.idp.example.com"
const tenant = "11111111-2222-4333-8444-555555555555"
const clientId = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"

/** What a test may break before the doctor looks. */
export interface World {
  readonly texts: Map<string, string>
  readonly site: Site["settings"]
  readonly cluster: ClusterObjects
  readonly vault: Aws["vault"]
  readonly github: GitHub
  applications: readonly Application[]
  state: SavedState
  claims: object
  newestTool: string
  readonly clock: ReturnType<typeof createClock>
  /** As Entra knows the app. */
  readonly registration: {
    redirectUri: string
    secret: "accepted" | "rejected" | "expired"
    /** The tenant that the login asks for; Entra's own unless set. */
    tenant: string | undefined
  }
  /** Runs the workflow once. */
  readonly store: (name: string, value: string) => Promise<void>
  /** What leads a program of its own to all of this, as a user's configuration would. */
  readonly environment: () => Record<string, string>
  readonly look: (checks: readonly Check[], more?: Examined) => Promise<readonly CheckResult[]>
  readonly close: () => Promise<void>
}

export const secretPath = (part: string) => `customer/shop-test/webshop-oidc-${part}`

export async function startWorld(
  env: Environment,
  seed: Partial<RepositorySeed> & { readonly texts?: Map<string, string> } = {},
): Promise<World> {
  const texts = seed.texts ?? makeHealthyRepo()
  const clock = createClock()
  const registration: World["registration"] = {
    redirectUri: `https://${host}/oauth2/callback`,
    secret: "accepted",
    tenant: undefined,
  }
  const aws = await startAws({ accessKeys: ["AKIATEST"], now: clock.now })
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = aws.url
  const github = await startGitHub({
    users: [{ token, login: "ada", scopes: "repo" }],
    repositories: [{ owner: "acme", name: "apps-shop", files: new Map(texts), ...seed }],
    perform: createSetSecrets({ vault: aws.vault }),
    now: clock.now,
  })
  const argo = await startArgo({ token: "t", applications: [] })
  // Entra's list of redirect URIs is settled when it starts, so it starts when the doctor looks.
  let entra: Entra | undefined
  const site = await startPlatformSite({
    login: "",
    clientId,
    scope: "openid profile email",
    bypass: ["/healthz/live"],
    postLogout: `https://${host}/login`,
    cookieAttributes: "Secure; HttpOnly; SameSite=Lax",
    instead: undefined,
  })
  const cluster = makeCluster(clock.now())
  const kubectl = createKubectlProgram(cluster)
  const client = connect(github, clock)
  const http = createHttp({ userAgent: "test", timeoutMs: 3000 })
  /** The app's host is this machine; all else is asked where it is. */
  const ask = (question: { url: string; headers?: Readonly<Record<string, string>> }) =>
    question.url.startsWith(`https://${host}/`)
      ? http.ask({
          url: question.url.replace(`https://${host}`, site.url),
          headers: { ...question.headers, host },
        })
      : http.ask(question)

  const world: World = {
    texts,
    site: site.settings,
    cluster,
    vault: aws.vault,
    github,
    applications: makeApplications(),
    state: webshopState,
    claims: { groups: ["awssso-webshop-user"] },
    newestTool: machine.toolVersion,
    clock,
    registration,
    store: async (subpath, value) => {
      const [workflow] = (await client.listWorkflows()).filter(({ path }) => path === paths.workflow)
      const inputs = { subpath, value }
      await client.dispatch({
        workflowId: workflow?.id ?? 0,
        ref: "main",
        inputs,
        secretInput: "value",
        actor: "ada",
      })
      await clock.sleep(120_000)
    },
    look: async (checks, more = {}) => {
      await entra?.close()
      entra = await startEntra({
        tenant: { id: tenant },
        apps: [
          {
            clientId,
            displayName: "Webshop",
            secret: () => registration.secret,
            redirectUris: [registration.redirectUri],
          },
        ],
        users: [],
      })
      site.settings.login = `${entra.url}/${registration.tenant ?? tenant}/oauth2/v2.0/authorize`
      argo.setApplications(world.applications)
      kubectl.save()
      return examineBy(checks, texts, {
        scope: { app: "webshop" },
        http: { ask, post: http.post },
        kubectl: createKubectl({ PATH: kubectl.path }, 4000),
        github: async () => client,
        aws: (namespace) => createSecretsManager({ namespace }, env, { timeoutMs: 2000, repeats: false }),
        argo: async () => createArgo({ url: argo.url, token: "t", userAgent: "test", timeoutMs: 2000 }),
        states: async () => [stored(world.state)],
        newestTool: async () => world.newestTool,
        machine: { ...machine, githubUrl: github.url },
        claims: JSON.stringify(world.claims),
        now: clock.now,
        ...more,
      })
    },
    environment: () => {
      argo.setApplications(world.applications)
      kubectl.save()
      return {
        PATH: kubectl.path,
        GITHUB_API_URL: github.url,
        GH_TOKEN: token,
        ARGOCD_SERVER: argo.url,
        ARGOCD_AUTH_TOKEN: "t",
        AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
        AWS_CONFIG_FILE: env.AWS_CONFIG_FILE ?? "",
        AWS_SHARED_CREDENTIALS_FILE: env.AWS_SHARED_CREDENTIALS_FILE ?? "",
        AWS_EC2_METADATA_DISABLED: "true",
      }
    },
    close: async () => {
      kubectl.remove()
      await Promise.all([entra?.close(), site.close(), argo.close(), github.close(), aws.close()])
    },
  }
  await world.store("webshop-oidc-client-id", clientId)
  await world.store("webshop-oidc-client-secret", `abc8Q~${randomBytes(17).toString("hex")}`)
  await world.store("webshop-oidc-session-secret", randomBytes(16).toString("hex"))
  return world
}

const makeCluster = (now: number): ClusterObjects => ({
  externalsecrets: [
    {
      metadata: { name: "webshop-oidc" },
      spec: {
        target: { name: "webshop-oidc-secret" },
        data: ["client-id", "client-secret", "session-secret"].map((part) => ({
          secretKey: part,
          remoteRef: { key: secretPath(part) },
        })),
      },
      status: {
        refreshTime: new Date(now + 3_600_000).toISOString(),
        conditions: [{ type: "Ready", status: "True", reason: "SecretSynced" }],
      },
    },
  ],
  middlewares: [{ metadata: { name: "webshop-oidc" }, spec: { plugin: {} } }],
  ingresses: [
    {
      metadata: {
        name: "webshop",
        annotations: {
          "traefik.ingress.kubernetes.io/router.middlewares":
            "shop-test-compress@kubernetescrd,shop-test-webshop-oidc@kubernetescrd",
        },
      },
      spec: { rules: [{ host }] },
    },
  ],
  secret: { "client-id": 36, "client-secret": 40, "session-secret": 32 },
  log: "",
})

export const makeApplications = (): readonly Application[] =>
  [
    {
      name: "webshop-oidc",
      resources: [
        { kind: "ExternalSecret", name: "webshop-oidc", health: { status: "Healthy" } },
        { kind: "Middleware", name: "webshop-oidc" },
      ],
    },
    { name: "webshop", resources: [{ kind: "Deployment", name: "webshop", health: { status: "Healthy" } }] },
  ].map(({ name, resources }) => ({
    metadata: { name: `shop-test-${name}` },
    spec: { destination: { namespace: "shop-test" }, source: { path: `apps/shop-test/${name}` } },
    status: { sync: { status: "Synced" }, health: { status: "Healthy" }, resources },
  }))
