/** Pods come, go, crash and get new files while people use the app. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { only } from "../../chart/cases.ts"
import { makeSecrets } from "../../chart/pod.ts"
import { createVisitor, request } from "./client.ts"
import { type Load, startLoad } from "./load.ts"
import { type Cluster, startCluster } from "./start-cluster.ts"
import { host } from "./start-outside.ts"

let cluster: Cluster
let cookie: string
let load: Load

beforeAll(async () => {
  cluster = await startCluster({ bypassPaths: ["/api/health"], logLevel: "INFO" })
  const jorgen = createVisitor({ host, port: cluster.traefik.port })
  await jorgen.logIn("jorgen")
  cookie = jorgen.jar.cookieFor(new URL(`https://${host}/`)) ?? ""
})
afterAll(() => cluster.close())

beforeEach(() => {
  load = startLoad({ port: cluster.traefik.port, cookie, open: "/api/health" })
})
afterEach(() => load.stop())

/** Until the user was let in so many times more. */
async function untilAdmitted(more: number): Promise<void> {
  const wanted = load.count("user", 200) + more
  await expect.poll(() => load.count("user", 200), { timeout: 20_000, interval: 20 }).toBeGreaterThan(wanted)
}

function expectNoFailure(): void {
  expect(load.kinds("user")).toEqual([200])
  expect(load.kinds("stranger")).toEqual([401])
  expect(load.kinds("open")).toEqual([200])
}

describe("two replicas behind Traefik, under load", () => {
  it("are replaced one by one, and no request fails", { timeout: 120_000 }, async () => {
    await untilAdmitted(50)
    expect(await cluster.rollOut()).toEqual([0, 0])
    await untilAdmitted(50)
    expectNoFailure()
    expect(load.count("user", 200)).toBeGreaterThan(500)
  })

  it("that did not wait for the cluster to forget them would fail some", { timeout: 60_000 }, async () => {
    await cluster.rollOut({ preStopSeconds: 0, graceSeconds: 0 })
    expect(load.kinds("user")).toEqual([200, 500])
    load.reset()
    await untilAdmitted(50)
    expectNoFailure()
  })

  it("survive the crash of one: nobody is logged out, and nobody gets in", { timeout: 60_000 }, async () => {
    await untilAdmitted(50)
    await cluster.crashOne()
    expect(load.count("user", 200)).toBeGreaterThan(100)
    for (const who of ["user", "open"] as const) expect([[200], [200, 500]]).toContainEqual(load.kinds(who))
    expect([[401], [401, 500]]).toContainEqual(load.kinds("stranger"))
    load.reset()
    await untilAdmitted(100)
    expectNoFailure()
  })
})

describe("files that change under load", () => {
  const valuesOf = (): string => only(cluster.manifests, "ConfigMap").data["values.yaml"]
  const logged = (line: string) =>
    expect.poll(() => cluster.log().split(line).length - 1, { timeout: 20_000, interval: 100 })
  const status = async (target: string) =>
    (await request({ port: cluster.traefik.port, host, target })).status

  it("take effect in every pod without a restart", { timeout: 60_000 }, async () => {
    expect(await status("/open")).toBe(401)
    await cluster.folder.mount("config", {
      "values.yaml": valuesOf().replace("- /api/health", "- /api/health\n- /open"),
    })
    await logged("configuration reloaded").toBe(2)
    for (let turn = 0; turn < 10; turn++) expect(await status("/open")).toBe(200)
    expectNoFailure()
  })

  it("change nothing while they are broken, and the log says why", { timeout: 60_000 }, async () => {
    await cluster.folder.mount("config", { "values.yaml": "domain: [" })
    await logged("configuration not reloaded").toBe(2)
    expect(cluster.log()).toContain("values.yaml:1")
    await untilAdmitted(50)
    expect(await status("/open")).toBe(200)
    await cluster.folder.mount("config", { "values.yaml": valuesOf() })
    await logged("configuration reloaded").toBe(4)
    expect(await status("/open")).toBe(401)
    expectNoFailure()
  })

  it("log nobody out when the session secret is rotated and the old one kept", {
    timeout: 60_000,
  }, async () => {
    const { sessionSecret } = makeSecrets()
    await cluster.folder.mount("secrets", {
      previous_session_secret: cluster.secrets.sessionSecret,
      session_secret: sessionSecret,
    })
    await logged("configuration reloaded").toBeGreaterThanOrEqual(6)
    await untilAdmitted(50)
    expectNoFailure()
    for (const secret of [sessionSecret, ...Object.values(cluster.secrets)])
      expect(cluster.log()).not.toContain(secret)
  })
})
