import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createArgo } from "../../../src/adapters/argo/argo.ts"
import { findArgoSession, type ReadText } from "../../../src/adapters/argo/session.ts"
import type { AppError } from "../../../src/core/errors.ts"
import { type Argo, startArgo } from "../../../src/sandbox/argo/start-argo.ts"

const none: ReadText = async () => undefined
const config = (more = "") => `contexts:
  - name: test
    server: argocd.test.example.com
    user: test-user
  - name: here
    server: localhost:8080
    user: here-user
current-context: test
servers:
  - server: argocd.test.example.com
  - server: localhost:8080
    plain-text: true
users:
  - name: test-user
    auth-token: stored
  - name: here-user
    auth-token: local
${more}`

describe("findArgoSession", () => {
  it("takes server and token of the environment before all else", async () => {
    const env = { ARGOCD_SERVER: "argocd.example.com", ARGOCD_AUTH_TOKEN: "t", HOME: "/home/ada" }
    expect(await findArgoSession(env, async () => config())).toEqual({
      url: "https://argocd.example.com",
      token: "t",
    })
  })

  it("takes the current login of the command line", async () => {
    const paths: string[] = []
    const session = await findArgoSession({ HOME: "/home/ada" }, async (path) => {
      paths.push(path)
      return path.startsWith("/home/ada/.argocd") ? config() : undefined
    })
    expect(session).toEqual({ url: "https://argocd.test.example.com", token: "stored" })
    expect(paths).toEqual(["/home/ada/.config/argocd/config", "/home/ada/.argocd/config"])
  })

  it("takes the login for a server that the environment names, in the clear on this machine only", async () => {
    const read = async () => config()
    expect(await findArgoSession({ HOME: "/x", ARGOCD_SERVER: "localhost:8080" }, read)).toEqual({
      url: "http://localhost:8080",
      token: "local",
    })
    const elsewhere = config().replaceAll("localhost:8080", "argo.example.com:80")
    const { url } = await findArgoSession(
      { HOME: "/x", ARGOCD_SERVER: "argo.example.com:80" },
      async () => elsewhere,
    )
    expect(url).toBe("https://argo.example.com:80")
  })

  const unusable: readonly (readonly [string, ReadText])[] = [
    ["no file", none],
    ["a file that is no YAML", async () => "{ [ :"],
    ["a file without a login", async () => "contexts: []\n"],
    [
      "a context that is not there",
      async () => config().replace("current-context: test", "current-context: gone"),
    ],
  ]
  it.each(unusable)("says how to log in where there is %s", async (_, read) => {
    const error = await findArgoSession({ HOME: "/x" }, read).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "argo/no-session", hint: "argocd login SERVER --sso" })
  })
})

describe("createArgo", () => {
  let argo: Argo
  beforeAll(async () => {
    argo = await startArgo({
      token: "t",
      applications: [
        {
          metadata: { name: "shop-web", creationTimestamp: "2026-11-01T10:00:00Z" },
          spec: { project: "shop", destination: { namespace: "shop" }, source: { path: "apps/shop/web" } },
          status: {
            sync: { status: "Synced", revision: "abc" },
            health: { status: "Degraded", lastTransitionTime: "2026-11-01T11:00:00Z" },
            resources: [
              {
                kind: "ExternalSecret",
                name: "web",
                health: { status: "Degraded", message: "AccessDenied" },
              },
            ],
          },
        },
        { metadata: { name: "new" }, spec: { sources: [{ path: "apps/shop/new" }] } },
      ],
    })
  })
  afterAll(() => argo.close())

  const connect = (token = "t", url = argo.url) =>
    createArgo({ url, token, userAgent: "test", timeoutMs: 2000 })

  it("tells who is logged in, and what there is", async () => {
    expect(await connect().user()).toBe("ada")
    expect(await connect().applications()).toMatchObject([
      {
        name: "shop-web",
        paths: ["apps/shop/web"],
        namespace: "shop",
        sync: "Synced",
        health: "Degraded",
        healthSince: Date.UTC(2026, 10, 1, 11),
        resources: [{ kind: "ExternalSecret", health: "Degraded", message: "AccessDenied" }],
      },
      { name: "new", paths: ["apps/shop/new"], sync: undefined, resources: [], conditions: [] },
    ])
  })

  it("says how to renew a login that has ended", async () => {
    const ended = connect("old")
    for (const asking of [ended.user(), ended.applications()])
      expect(await asking.catch((thrown: unknown) => thrown)).toMatchObject({
        code: "argo/no-session",
        hint: `argocd login ${new URL(argo.url).host} --sso`,
      })
  })

  it("says so where nothing answers, and never shows the token", async () => {
    const error = await connect("secret-token", "http://127.0.0.1:1")
      .applications()
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "argo/unreachable" })
    expect(String((error as AppError).stack)).not.toContain("secret-token")
  })
})
