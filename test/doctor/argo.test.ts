import { afterEach, describe, expect, it } from "vitest"
import { createArgo } from "../../src/adapters/argo/argo.ts"
import type { Kubectl } from "../../src/adapters/kubectl/kubectl.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { type Application, type Argo, type Resource, startArgo } from "../../src/sandbox/argo/start-argo.ts"
import { makeHealthyRepo } from "../cases/doctor/healthy-repo.ts"
import { type Examined, examineBy, noKubectl, say } from "./examine.ts"

let argo: Argo | undefined
afterEach(() => argo?.close())

const now = Date.UTC(2026, 10, 23, 12)

const application = (
  name: string,
  resources: readonly Resource[],
  status: Application["status"] = {},
): Application => ({
  metadata: { name: `shop-test-${name}`, creationTimestamp: "2026-11-01T10:00:00Z" },
  spec: { destination: { namespace: "shop-test" }, source: { path: `apps/shop-test/${name}` } },
  status: {
    sync: { status: "Synced", revision: "abc" },
    health: { status: "Healthy" },
    resources,
    ...status,
  },
})

const login: readonly Resource[] = [
  { kind: "ExternalSecret", name: "webshop-oidc", status: "Synced", health: { status: "Healthy" } },
  { kind: "Middleware", name: "webshop-oidc", status: "Synced" },
]
const app: readonly Resource[] = [{ kind: "Deployment", name: "webshop", health: { status: "Healthy" } }]
const healthy = [application("webshop-oidc", login), application("webshop", app)]

async function look(
  applications: readonly Application[],
  { token = "t", ids = /60[1-5]$/, ...examined }: Examined & { token?: string; ids?: RegExp } = {},
) {
  argo = await startArgo({ token: "t", applications })
  const client = createArgo({ url: argo.url, token, userAgent: "test", timeoutMs: 2000 })
  const checks = catalogue.filter(({ id }) => ids.test(id))
  return say(
    await examineBy(checks, makeHealthyRepo(), {
      scope: { app: "webshop" },
      argo: async () => client,
      now: () => now,
      ...examined,
    }),
  )
}

const pass = { "601": "pass", "602": "pass", "603": "pass", "604": "pass", "605": "pass" }

describe("the ArgoCD checks", () => {
  it("pass where login and app are synced and healthy", async () => {
    expect(await look(healthy)).toEqual(pass)
  })

  it("are unknown without a login, or with one that has ended", async () => {
    const ended = await look(healthy, { token: "old" })
    expect(new Set(Object.values(ended))).toEqual(
      new Set([`unknown: the login to ArgoCD at ${new URL(argo?.url ?? "").host} has expired`]),
    )
    await argo?.close()
    const results = await examineBy(
      catalogue.filter(({ group }) => group === "argo"),
      makeHealthyRepo(),
    )
    expect(results.map(({ status, lacks }) => [status, lacks?.access])).toEqual(
      Array.from({ length: 5 }, () => ["unknown", "argo"]),
    )
  })

  it("are unknown where this user is shown nothing, or it is the ArgoCD of another cluster", async () => {
    expect(await look([])).toMatchObject({
      "601": "pass",
      "602": "unknown: it shows no application to this user",
    })
    await argo?.close()
    const other = { ...application("x", []), spec: { destination: { namespace: "elsewhere" } } }
    expect((await look([other]))["602"]).toMatch(/^unknown: ArgoCD at .* deploys nothing to shop-test/)
  })

  it("see a folder that ArgoCD has not found, which takes the app offline", async () => {
    expect(await look([application("webshop", app)])).toMatchObject({
      "602": "fail: ArgoCD has no application for webshop-oidc",
      "605": "fail: webshop refers to webshop-oidc, which is not deployed: every page is 404 now",
    })
  })

  const cases: readonly (readonly [string, NonNullable<Application["status"]>, Record<string, RegExp>])[] = [
    ["what is not synced", { sync: { status: "OutOfSync" } }, { "603": /^fail: .* is OutOfSync/ }],
    [
      "what cannot be rendered, with the text of the schema",
      { conditions: [{ type: "ComparisonError", message: "values don't\n  meet the schema" }] },
      { "603": /^fail: .*: ComparisonError: values don't meet the schema$/ },
    ],
    [
      "a sync that failed",
      { operationState: { phase: "Failed", message: "one or more objects failed to apply" } },
      { "603": /^fail: the last sync of .* failed: one or more/ },
    ],
    [
      "a sync that is under way",
      { operationState: { phase: "Running" } },
      { "603": /^warn: .* is being synced/ },
    ],
    [
      "what is ill, by name",
      {
        health: { status: "Degraded" },
        resources: [
          ...login.slice(1),
          {
            kind: "ExternalSecret",
            name: "webshop-oidc",
            health: { status: "Degraded", message: "AccessDenied" },
          },
        ],
      },
      { "604": /^fail: .* is Degraded: ExternalSecret webshop-oidc: AccessDenied$/ },
    ],
    [
      "a rollout that does not end",
      { health: { status: "Progressing", lastTransitionTime: "2026-11-23T11:45:00Z" } },
      { "604": /^warn: .* has been progressing for 15 minutes/ },
    ],
    [
      "a rollout that has just begun",
      { health: { status: "Progressing", lastTransitionTime: "2026-11-23T11:58:00Z" } },
      { "604": /^info: .* is progressing/ },
    ],
    [
      "a middleware that was not made",
      { resources: login.slice(0, 1) },
      { "605": /^fail: webshop refers to webshop-oidc, which is not deployed/ },
    ],
  ]
  it.each(cases)("see %s", async (_, status, expected) => {
    const seen = await look([application("webshop-oidc", login, status), application("webshop", app)])
    expect(seen).toEqual({
      ...pass,
      ...Object.fromEntries(Object.entries(expected).map(([id, text]) => [id, expect.stringMatching(text)])),
    })
  })

  it("say that nothing is offline while the app itself is not synced", async () => {
    const waiting = application("webshop", app, { sync: { status: "OutOfSync" } })
    expect((await look([waiting]))["605"]).toBe("pass")
  })
})

describe("ArgoCD in place of kubectl", () => {
  const forbidden: Kubectl = { ...noKubectl, get: async () => ({ kind: "refused", reason: "forbidden" }) }
  const ids = /50[25]$/

  it("shows the ExternalSecret and the Middleware", async () => {
    expect(await look(healthy, { ids, kubectl: forbidden })).toEqual({ "502": "pass", "505": "pass" })
  })

  it("shows what is wrong with them", async () => {
    const ill: readonly Resource[] = [
      { kind: "ExternalSecret", name: "webshop-oidc", health: { status: "Degraded", message: "not found" } },
      { kind: "Middleware", name: "webshop-odic" },
    ]
    expect(await look([application("webshop-oidc", ill)], { ids, kubectl: noKubectl })).toEqual({
      "502": "fail: ArgoCD shows the ExternalSecret of webshop-oidc as Degraded: not found",
      "505": "fail: there is no Middleware webshop-oidc in shop-test: webshop-odic",
    })
  })
})
