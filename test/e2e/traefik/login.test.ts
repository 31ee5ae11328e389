import { once } from "node:events"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import WebSocket from "ws"
import { createVisitor, page, request } from "./client.ts"
import { host, startWorld, type World } from "./start-world.ts"

let world: World
beforeAll(async () => {
  world = await startWorld({
    bypassPaths: ["/api/health"],
    provider: { scopes: ["openid", "profile", "email", "offline_access"] },
    forwardAuth: { accessLogHeader: "X-Forwarded-Email" },
  })
})
afterAll(() => world.close())

const visitor = () => createVisitor({ host, port: world.traefik.port })
const seen = (name: string) =>
  world.app
    .lastRequest()
    ?.headers.filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value)

describe("behind a real Traefik", () => {
  it("logs in, returns to the page that was asked for, and names the user to the app in UTF-8", async () => {
    const jorgen = visitor()
    const answer = await jorgen.logIn("jorgen", "/reports?year=2026")
    expect(answer.status).toBe(200)
    expect(world.app.lastRequest()?.target).toBe("/reports?year=2026")
    expect(seen("x-forwarded-user")).toEqual(["Jørgen Ærø"])
    expect(seen("x-forwarded-email")).toEqual(["jorgen.aero@example.com"])
  })

  it("hands the app its own cookies and none of ours", async () => {
    const jorgen = visitor()
    await jorgen.logIn("jorgen")
    jorgen.jar.store(new URL(`https://${host}/`), ["theme=dark; Path=/"])
    await jorgen.visit()
    expect(seen("cookie")).toEqual(["theme=dark"])
  })

  it("passes a form on, body and method included", async () => {
    const jorgen = visitor()
    await jorgen.logIn("jorgen")
    await jorgen.visit({ method: "POST", target: "/orders", body: "a=1" })
    expect(world.app.lastRequest()).toMatchObject({ method: "POST", target: "/orders", body: "a=1" })
  })

  it("brings a renewed session to the browser on a request that is let through", async () => {
    const lukasz = visitor()
    await lukasz.logIn("lukasz")
    world.advance(50 * 60_000)
    const answer = await lukasz.visit({ headers: page })
    expect(answer.status).toBe(200)
    expect(seen("x-forwarded-user")).toEqual(["Łukasz Wiśniewski"])
    expect(answer.setCookies.map((line) => line.split("=")[0])).toContain("__Host-_myapp-oidc_.Session")
  })

  it("finishes two logins that were under way at once, each on its own page", async () => {
    const jorgen = visitor()
    const [first, second] = [await jorgen.start("/first"), await jorgen.start("/second")]
    for (const [picker, target] of [
      [first, "/first"],
      [second, "/second"],
    ] as const) {
      expect((await jorgen.press(picker, "user=jorgen")).status).toBe(200)
      expect(world.app.lastRequest()?.target).toBe(target)
    }
  })

  it("carries a WebSocket of someone who is logged in", async () => {
    const jorgen = visitor()
    await jorgen.logIn("jorgen")
    const socket = new WebSocket(`wss://127.0.0.1:${world.traefik.port}/ws`, {
      rejectUnauthorized: false,
      headers: { Host: host, Cookie: jorgen.jar.cookieFor(new URL(`https://${host}/`)) ?? "" },
    })
    await once(socket, "open")
    socket.send("hello")
    const [message] = await once(socket, "message")
    expect(String(message)).toBe("hello")
    socket.close()
    expect(seen("x-forwarded-user")).toEqual(["Jørgen Ærø"])
  })

  it("copes with more cookies than Node takes by itself", async () => {
    const jorgen = visitor()
    await jorgen.logIn("jorgen")
    const others = Array.from({ length: 8 }, (_, index) => `other${index}=${"x".repeat(3000)}`)
    jorgen.jar.store(new URL(`https://${host}/`), others)
    expect((await jorgen.visit()).status).toBe(200)
    expect(seen("cookie")).toEqual([others.join("; ")])
  })

  it("shows the page that says what Entra objected to, whole", async () => {
    const jorgen = visitor()
    const answer = await jorgen.press(await jorgen.start("/"), "decline=yes")
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.contentType).toContain("text/html")
    expect(answer.body).toContain("AADSTS65004")
    expect(answer.body).toContain("</html>")
  })

  it("answers a script without a session with 401 and a problem document, unchanged by Traefik", async () => {
    const answer = await request({ port: world.traefik.port, host, target: "/api/data" })
    expect(answer.status).toBe(401)
    expect(answer.contentType).toBe("application/problem+json")
  })

  it("lets a bypassed path through without login", async () => {
    const answer = await request({ port: world.traefik.port, host, target: "/api/health" })
    expect(answer.status).toBe(200)
    expect(seen("x-forwarded-user")).toEqual([])
  })

  it("logs out", async () => {
    const jorgen = visitor()
    await jorgen.logIn("jorgen")
    const answer = await jorgen.visit({ target: "/oauth2/logout", headers: page })
    expect(answer.status).toBe(302)
    expect((await jorgen.visit()).status).toBe(401)
  })

  it("names the user in the access log, as the values ask for", async () => {
    const jorgen = visitor()
    await jorgen.logIn("jorgen", "/for-the-log")
    const lines = await world.traefik.accessLog()
    const line = lines.findLast(
      ({ RequestPath, OriginStatus }) => RequestPath === "/for-the-log" && OriginStatus === 200,
    )
    expect(line).toMatchObject({ ClientUsername: "jorgen.aero@example.com" })
  })
})

describe("people in many groups, behind a real Traefik", () => {
  const groups = Array.from({ length: 199 }, (_, index) => `${index}-`.padEnd(105, "departement-æøå-"))
  let crowded: World
  beforeAll(async () => {
    const person = (id: string, more: readonly string[]) => ({
      id,
      name: id,
      email: `${id}@example.com`,
      groups: [...groups, ...more],
    })
    crowded = await startWorld(
      {
        authorization: { assertClaims: [{ name: "groups", anyOf: ["shop-admin", "shop-user"] }] },
        headers: [{ name: "X-Forwarded-User", value: "{{ .claims.name }}" }],
      },
      [person("member", ["shop-user"]), person("outsider", ["shop-visitor"])],
    )
  })
  afterAll(() => crowded.close())

  it("lets a member with 20 kB of groups in, on small cookies", async () => {
    expect(Buffer.byteLength(JSON.stringify(groups))).toBeGreaterThan(20_000)
    const member = createVisitor({ host, port: crowded.traefik.port })
    expect((await member.logIn("member", "/reports")).status).toBe(200)
    expect(crowded.app.lastRequest()?.target).toBe("/reports")
    expect(member.jar.cookieFor(new URL(`https://${host}/`))?.length).toBeLessThan(2000)
  })

  it("keeps out who is in as many others", async () => {
    const outsider = createVisitor({ host, port: crowded.traefik.port })
    const before = crowded.app.requestCount()
    expect((await outsider.logIn("outsider")).status).toBe(403)
    expect(crowded.app.requestCount()).toBe(before)
  })

  it("says so where the app wants all of them in a header, and no browser could keep them", async () => {
    const whole = await startWorld({ headers: [{ name: "X-Groups", value: "{{ .claims.groups }}" }] }, [
      { id: "member", name: "member", email: "member@example.com", groups },
    ])
    try {
      const { status, body } = await createVisitor({ host, port: whole.traefik.port }).logIn("member")
      expect(status).toBe(500)
      expect(body).toContain("too many groups")
      expect(whole.app.requestCount()).toBe(0)
    } finally {
      await whole.close()
    }
  })
})
