/** One fault each in what lies outside of the repository, made in a world where all is well. */
import type { RequestListener } from "node:http"
import { callbackPath } from "../../../src/core/contract/names.ts"
import { replies } from "../../doctor/world/platform-site.ts"
import { makeApplications, secretPath, type World } from "../../doctor/world/world.ts"

export interface OutsideFault {
  readonly name: string
  /** The check that names it, and how badly. */
  readonly complaint: `OIDC${number} ${"fail" | "warn"}`
  /** What else must complain, since the same fault shows in several places. */
  readonly also: readonly string[]
  readonly make: (world: World) => void | Promise<void>
}

const fault = (
  name: string,
  complaint: OutsideFault["complaint"],
  make: OutsideFault["make"],
  also: readonly string[] = [],
): OutsideFault => ({ name, complaint, make, also })

/** Another status of the release's application in ArgoCD. */
const released =
  (change: World["applications"][number]["status"]) =>
  (world: World): void => {
    const [own, ...others] = makeApplications()
    world.applications = own ? [{ ...own, status: { ...own.status, ...change } }, ...others] : others
  }

const ordered =
  (change: Partial<NonNullable<World["state"]["ticket"]>>) =>
  (world: World): void => {
    const { ticket } = world.state
    if (ticket) world.state = { ...world.state, ticket: { ...ticket, ...change } }
  }

const put =
  (part: string, value: string) =>
  ({ vault }: World): void => {
    vault.put(secretPath(part), value, undefined)
  }

/** The site, but for one path or kind of request. */
const except =
  (
    isMeant: (path: string, headers: Readonly<Record<string, unknown>>) => boolean,
    instead: RequestListener,
  ) =>
  ({ site }: World): void => {
    const { bypass } = site
    site.instead = (request, response) => {
      const path = request.url?.split("?")[0] ?? ""
      if (isMeant(path, request.headers)) return instead(request, response)
      if (bypass.includes(path)) return response.end("ok")
      return path === callbackPath
        ? response.writeHead(500).end("State is missing")
        : response.writeHead(401).end()
    }
  }

const dayMs = 86_400_000
const hourMs = 3_600_000

export const outsideFaults: readonly OutsideFault[] = [
  fault("an old version of this program", "OIDC004 warn", (world) => {
    world.newestTool = "99.0.0"
  }),
  fault("what init remembers of an app that is gone", "OIDC013 warn", (world) => {
    world.state = { ...world.state, app: "gone" }
  }),
  fault("groups that were not ordered", "OIDC117 fail", ordered({ groups: [] })),
  fault("a group that the ticket did not name", "OIDC117 warn", ordered({ groups: ["another"] })),
  fault("a host that was not ordered", "OIDC210 fail", ordered({ redirectUris: [] })),
  fault("a run that failed", "OIDC307 warn", ({ store }) => store("no name at all!", "x")),
  fault("a secret that was never stored", "OIDC412 fail", async ({ vault, clock }) => {
    vault.remove(secretPath("client-secret"), 0)
    await clock.sleep(1)
  }),
  fault("a secret that is about to be deleted", "OIDC412 fail", ({ vault }) => {
    vault.remove(secretPath("session-secret"), 7)
  }),
  fault("a client secret that is older than one can be", "OIDC413 warn", async ({ clock }) => {
    await clock.sleep(740 * dayMs)
  }),
  fault("a secret that went to another account", "OIDC413 fail", (world) => {
    const startedAt = new Date(world.clock.now() + hourMs).toISOString()
    const run = { field: "client-secret", via: "workflow", startedAt, storedAt: startedAt } as const
    world.state = { ...world.state, runs: [run] }
  }),
  fault("a session secret of another length", "OIDC414 fail", put("session-secret", "too-short")),
  fault(
    "a line break behind the client secret",
    "OIDC414 fail",
    put("client-secret", `abc8Q~${"d".repeat(34)}\n`),
  ),
  fault(
    "a Secret ID in place of the client secret",
    "OIDC414 fail",
    put("client-secret", "99999999-2222-4333-8444-555555555555"),
  ),
  fault("an ExternalSecret that AWS refuses", "OIDC502 fail", ({ cluster }) => {
    const status = { conditions: [{ type: "Ready", status: "False", reason: "SecretSyncedError" }] }
    cluster.externalsecrets = cluster.externalsecrets.map((item) => ({ ...item, status }))
  }),
  fault("no ExternalSecret", "OIDC502 fail", ({ cluster }) => {
    cluster.externalsecrets = []
  }),
  fault("a secret that was stored after it was fetched", "OIDC503 fail", async ({ clock, vault }) => {
    await clock.sleep(2 * hourMs)
    vault.put(secretPath("client-secret"), `abc8Q~${"e".repeat(34)}`, undefined)
    await clock.sleep(3 * hourMs)
  }),
  fault("no Secret", "OIDC504 fail", ({ cluster }) => {
    cluster.secret = undefined
  }),
  fault("a line break behind the session secret in the cluster", "OIDC504 fail", ({ cluster }) => {
    cluster.secret = { ...cluster.secret, "session-secret": 33 }
  }),
  fault("no Middleware in the cluster", "OIDC505 fail", ({ cluster }) => {
    cluster.middlewares = []
  }),
  fault("a Middleware of the other runtime", "OIDC505 warn", ({ cluster }) => {
    cluster.middlewares = [{ metadata: { name: "webshop-oidc" }, spec: { forwardAuth: {} } }]
  }),
  fault("an Ingress without the reference", "OIDC506 fail", ({ cluster }) => {
    cluster.ingresses = cluster.ingresses.map((item) => ({ ...item, metadata: { name: "webshop" } }))
  }),
  fault("an ingress that refuses the session secret", "OIDC507 fail", ({ cluster }) => {
    cluster.log = "error: plugin shop-test-webshop-oidc@kubernetescrd: invalid secret provided\n"
  }),
  fault(
    "a folder that ArgoCD has not found",
    "OIDC602 fail",
    (world) => {
      world.applications = makeApplications().slice(1)
    },
    ["OIDC605 fail"],
  ),
  fault("what is not synced", "OIDC603 fail", released({ sync: { status: "OutOfSync" } })),
  fault(
    "values that cannot be rendered",
    "OIDC603 fail",
    released({ conditions: [{ type: "ComparisonError", message: "values don't meet the schema" }] }),
  ),
  fault("what is degraded", "OIDC604 fail", released({ health: { status: "Degraded" } })),
  fault(
    "a middleware that ArgoCD has not made",
    "OIDC605 fail",
    released({
      resources: [{ kind: "ExternalSecret", name: "webshop-oidc", health: { status: "Healthy" } }],
    }),
  ),
  fault("a host that breaks off", "OIDC701 fail", ({ site }) => {
    site.instead = (request) => request.socket.destroy()
  }),
  fault(
    "an app that nobody protects",
    "OIDC703 fail",
    ({ site }) => {
      site.instead = replies(200, "hello")
    },
    ["OIDC704 fail", "OIDC706 fail"],
  ),
  fault(
    "404 on every page",
    "OIDC704 fail",
    ({ site }) => {
      site.instead = replies(404, "404 page not found\n")
    },
    ["OIDC703 fail"],
  ),
  fault(
    "a login that browsers are not sent to",
    "OIDC704 fail",
    except(() => false, replies(401)),
  ),
  fault(
    "a client ID that is none",
    "OIDC705 fail",
    ({ site }) => {
      site.clientId = "not-a-client-id"
    },
    ["OIDC802 fail"],
  ),
  fault("a path that the running login does not know", "OIDC707 fail", ({ site }) => {
    site.bypass = []
  }),
  fault(
    "an ingress that believes what clients say",
    "OIDC708 fail",
    except((_, headers) => headers["x-forwarded-uri"] !== undefined, replies(200, "in")),
    ["OIDC704 fail"],
  ),
  fault("a cookie for another host", "OIDC709 fail", ({ site }) => {
    site.cookieAttributes = "Secure; Domain=other.example.org"
  }),
  fault("a cookie that does not come back from Entra", "OIDC709 warn", ({ site }) => {
    site.cookieAttributes = "Secure; SameSite=Strict"
  }),
  fault("a logout that ends elsewhere", "OIDC710 fail", ({ site }) => {
    site.postLogout = "https://old.example.org/login"
  }),
  fault(
    "another tenant",
    "OIDC801 fail",
    ({ registration }) => {
      registration.tenant = "99999999-2222-4333-8444-555555555555"
    },
    ["OIDC802 fail"],
  ),
  fault("a redirect URI that Entra does not know", "OIDC802 fail", ({ registration }) => {
    registration.redirectUri = "https://webshop.example.org/oauth2/callback"
  }),
  fault("a client secret that Entra refuses", "OIDC803 fail", ({ registration }) => {
    registration.secret = "rejected"
  }),
  fault("a client secret that has ended", "OIDC803 fail", ({ registration }) => {
    registration.secret = "expired"
  }),
  fault("a client secret whose end was noted and has passed", "OIDC804 fail", (world) => {
    world.state = { ...world.state, secretEnds: "2026-11-01" }
  }),
  fault("a client secret that ends soon", "OIDC804 warn", (world) => {
    world.state = { ...world.state, secretEnds: "2026-12-10" }
  }),
  fault(
    "a token without groups",
    "OIDC805 fail",
    (world) => {
      world.claims = { name: "Ada" }
    },
    ["OIDC806 fail"],
  ),
  fault("a user in none of the groups", "OIDC806 fail", (world) => {
    world.claims = { groups: ["someone-else"] }
  }),
]
