import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { pino } from "pino"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createHttp, type Http } from "../../src/adapters/http/http.ts"
import { type RunningPreview, startPreview } from "../../src/cli/compose-preview.ts"
import { parseValues } from "../../src/core/contract/parse-values.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { type Entra, startEntra } from "../../src/sandbox/entra/start-entra.ts"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { type Examined, examineBy, say } from "./examine.ts"

const http = createHttp({ userAgent: "test", timeoutMs: 3000 })
const live = catalogue.filter(({ needs }) => needs.includes("https") && !needs.includes("aws"))

/** The healthy repo, whose web shop is served at an address of this machine. */
function repoAt(host: string, edit: (texts: Map<string, string>) => void = () => undefined) {
  const texts = makeHealthyRepo()
  replace(texts, paths.app, "webshop.shop-test.idp.example.com", host)
  replace(texts, paths.application, "0.3.3", "1.0.0")
  edit(texts)
  return texts
}

async function statuses(texts: Map<string, string>, asking: Http = http) {
  const results = await examineBy(live, texts, {
    scope: { app: "webshop" },
    http: { post: http.post, ...asking },
  })
  return Object.fromEntries(
    results.map(({ check, status, findings, because }) => [
      check.id.slice(4),
      `${status}${findings[0] ? `: ${findings[0].what}` : because && status === "skip" ? `: ${because}` : ""}`,
    ]),
  )
}

describe("the live checks, on a running login", () => {
  let preview: RunningPreview
  let host: string
  beforeAll(async () => {
    const values = parseValues(makeHealthyRepo().get(paths.values) ?? "", {
      path: paths.values,
      chartVersion: "1.0.0",
    })
    if (!values.ok) throw new Error("the healthy values are not")
    preview = await startPreview({
      app: "webshop-oidc",
      values: values.value.values,
      valuesPath: paths.values,
      port: 0,
      log: pino({ level: "silent" }),
    })
    host = new URL(preview.plainUrl).host
  })
  afterAll(() => preview.close())

  it("pass", async () => {
    const seen = await statuses(repoAt(host))
    expect(seen).toEqual(Object.fromEntries(live.map(({ id }) => [id.slice(4), "pass"])))
  })

  it("see that the files ask for another chart version than the one that runs", async () => {
    const seen = await statuses(repoAt(host, (texts) => replace(texts, paths.application, "1.0.0", "0.3.3")))
    expect(seen["703"]).toBe(`warn: ${host} runs the login of another chart version`)
  })

  it("see that a path in the files is not open yet", async () => {
    const seen = await statuses(
      repoAt(host, (texts) => replace(texts, paths.values, "/healthz/live", "/other")),
    )
    expect(seen["707"]).toBe(`fail: http://${host}/other asks for login`)
  })

  it("see what Entra refuses, without a login", async () => {
    const asking: Http = {
      ask: (question) =>
        http.ask({
          ...question,
          url: question.url.replace(/redirect_uri=[^&]*/, "redirect_uri=https%3A%2F%2Fother.example"),
        }),
    }
    expect((await statuses(repoAt(host), asking))["802"]).toMatch(/^fail: .*redirect URI/i)
  })
})

describe("the live checks, where there is no login", () => {
  let server: Server
  let answer: RequestListener
  let host: string
  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1")
    await once(server, "listening")
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  const replies =
    (status: number, body = "", headers: Record<string, string> = {}): RequestListener =>
    (_, response) =>
      response.writeHead(status, headers).end(body)

  it("see an app that nobody protects", async () => {
    answer = replies(200, "hello")
    expect(await statuses(repoAt(host))).toMatchObject({
      "701": "pass",
      "703": `fail: the app itself answers the callback of ${host}`,
      "704": `fail: ${host} lets everyone in`,
      "705": "skip: OIDC704 failed",
      "706": `fail: ${host} gives data to everyone`,
      "707": "pass",
      "708": "skip: OIDC706 failed",
      "801": "skip: OIDC704 failed",
      "802": "skip: OIDC704 failed",
    })
  })

  it("see a reference that leads to nothing", async () => {
    answer = replies(404, "404 page not found\n")
    expect(await statuses(repoAt(host))).toMatchObject({
      "703": `fail: ${host} has no route, or no middleware before it`,
      "704": `fail: ${host} answers 404 to everyone: the ingress refers to a middleware that is not there`,
    })
  })

  it("recognise the platform's middleware by its callback", async () => {
    answer = (request, response) =>
      request.url?.startsWith("/oauth2/callback")
        ? response.writeHead(500).end("State is missing")
        : response.writeHead(401).end()
    const seen = await statuses(repoAt(host, (texts) => replace(texts, paths.application, "1.0.0", "0.3.3")))
    expect(seen).toMatchObject({ "703": "pass", "706": "pass", "708": "pass" })
    expect(seen["704"]).toMatch(/^fail: .* answers 401 instead of sending browsers/)
  })

  it("see parameters that Entra will refuse, and never print what may be a secret", async () => {
    const query = "client_id=abc123-not-a-uuid&redirect_uri=http%3A%2F%2Felsewhere.example%2Fcb&scope=email"
    answer = replies(302, "", { location: `http://${host}/t/oauth2/v2.0/authorize?${query}` })
    const results = await examineBy(
      live.filter(({ id }) => id === "OIDC705"),
      repoAt(host),
      { scope: { app: "webshop" }, http },
    )
    expect(results[0]?.findings.map(({ what }) => what)).toEqual([
      `client_id on ${host} is not a client ID`,
      `redirect_uri on ${host} leads somewhere else`,
      `scope on ${host} lacks openid`,
    ])
    expect(JSON.stringify(results[0]?.findings)).not.toContain("abc123")
  })

  it("see an ingress that believes what clients say about themselves", async () => {
    answer = (request, response) =>
      response.writeHead(request.headers["x-forwarded-uri"] === undefined ? 401 : 200).end()
    expect((await statuses(repoAt(host)))["708"]).toBe(
      `fail: ${host} lets in whoever forges X-Forwarded headers`,
    )
  })

  it("see that nothing listens", async () => {
    const closed = createServer().listen(0, "127.0.0.1")
    await once(closed, "listening")
    const { port } = closed.address() as AddressInfo
    closed.close()
    await once(closed, "close")
    expect(await statuses(repoAt(`127.0.0.1:${port}`))).toMatchObject({
      "701": `fail: 127.0.0.1:${port} refuses connections`,
      "702": "skip: OIDC701 failed",
      "703": "skip: OIDC701 failed",
    })
  })

  it("say of a certificate that it is wrong, and of a private host only that nothing is known", async () => {
    const failing = (reason: "certificate" | "unknown-host", code: string): Http => ({
      ask: async () => ({ kind: "unanswered", reason, code }),
    })
    const wrong = await statuses(
      repoAt("web.example.com"),
      failing("certificate", "ERR_TLS_CERT_ALTNAME_INVALID"),
    )
    expect(wrong).toMatchObject({
      "701": "pass",
      "702": "fail: the certificate of web.example.com is not trusted",
    })
    const hidden = repoAt("web.example.com", (texts) =>
      replace(texts, paths.app, "    public:\n", "    private:\n"),
    )
    expect((await statuses(hidden, failing("unknown-host", "ENOTFOUND")))["701"]).toBe(
      "unknown: internal.web.example.com is not in DNS",
    )
  })

  it("warn before a certificate ends", async () => {
    const ending: Http = {
      ask: async () => ({
        kind: "answered",
        status: 401,
        headers: {},
        body: "",
        cookies: [],
        at: Date.now(),
        certificateEnds: Date.now() + 3.5 * 86_400_000,
      }),
    }
    expect((await statuses(repoAt("web.example.com"), ending))["702"]).toBe(
      "warn: the certificate of web.example.com ends in 3 days",
    )
  })

  it("see browsers sent in circles", async () => {
    answer = (request, response) =>
      response.writeHead(302, { location: request.url === "/" ? "/home" : "/" }).end()
    expect((await statuses(repoAt(host)))["709"]).toBe(
      `fail: ${host} sends browsers in circles before they reach the login`,
    )
  })

  it("follow a browser that a cookie lets on", async () => {
    const login = "/t/oauth2/v2.0/authorize?client_id=x"
    answer = (request, response) =>
      request.headers.cookie === "seen=1"
        ? response.writeHead(302, { location: login }).end()
        : response.writeHead(302, { location: "/", "set-cookie": "seen=1; HttpOnly" }).end()
    expect((await statuses(repoAt(host)))["709"]).toBe("pass")
  })

  it.each([
    [
      "Domain=other.example; Secure",
      "fail: the cookie _x_ of HOST is for other.example, so browsers do not keep it",
    ],
    [
      "SameSite=None",
      "fail: the cookie _x_ of HOST has SameSite=None without Secure, so browsers do not keep it",
    ],
    [
      "SameSite=Strict",
      "warn: the cookie _x_ of HOST has SameSite=Strict, so browsers do not send it on the way back from Entra",
    ],
  ])("see a cookie that browsers do not keep or send: %s", async (attributes, expected) => {
    answer = replies(302, "", {
      location: "/t/oauth2/v2.0/authorize?client_id=x",
      "set-cookie": `_x_=the-value; Path=/; ${attributes}`,
    })
    const seen = await statuses(repoAt(host))
    expect(seen["709"]).toBe(expected.replace("HOST", host))
    expect(JSON.stringify(seen)).not.toContain("the-value")
  })

  it("see a cookie that is too large", async () => {
    answer = replies(401, "", { "set-cookie": `_x_=${"v".repeat(4100)}; Secure` })
    expect((await statuses(repoAt(host)))["709"]).toMatch(/has more than 4096 bytes/)
  })

  const platformCallback =
    (rest: RequestListener): RequestListener =>
    (request, response) =>
      request.url?.startsWith("/oauth2/callback")
        ? response.writeHead(500).end("State is missing")
        : rest(request, response)

  it("see a logout that ends elsewhere", async () => {
    const target = encodeURIComponent("https://old.example.com/login")
    answer = platformCallback(
      replies(302, "", { location: `https://login.example/logout?post_logout_redirect_uri=${target}` }),
    )
    expect((await statuses(repoAt(host)))["710"]).toBe(
      `fail: logging out of ${host} ends on old.example.com, which the app does not serve`,
    )
    answer = platformCallback(replies(404))
    expect((await statuses(repoAt(host)))["710"]).toBe(`fail: nobody answers the logout of ${host}`)
    answer = platformCallback(replies(200, "bye"))
    expect((await statuses(repoAt(host)))["710"]).toBe(`fail: the app itself answers the logout of ${host}`)
  })

  it("take 0.3.x asking for a login before a logout for what it is", async () => {
    answer = platformCallback(replies(302, "", { location: "/t/oauth2/v2.0/authorize?client_id=x" }))
    expect((await statuses(repoAt(host)))["710"]).toBe("pass")
  })

  it("do not ask hundreds of hosts", async () => {
    const hosts = Array.from({ length: 11 }, (_, index) => `h${index}.example.com`)
    const texts = repoAt(`${hosts.join("\n        - ")}`)
    let asked = 0
    const counting: Http = {
      ask: async () => {
        asked++
        return { kind: "unanswered", reason: "late", code: "ETIMEDOUT" }
      },
    }
    expect((await statuses(texts, counting))["701"]).toMatch(/^unknown: 11 hosts are too many/)
    expect(asked).toBe(0)
  })
})

describe("the trial of the client secret", () => {
  const clientId = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"
  const secrets = { good: randomBytes(20).toString("hex"), old: randomBytes(20).toString("hex") }
  let entra: Entra
  let app: Server
  let host: string
  let login: string
  beforeAll(async () => {
    app = createServer((_, response) => response.writeHead(302, { location: login }).end())
    app.listen(0, "127.0.0.1")
    await once(app, "listening")
    host = `127.0.0.1:${(app.address() as AddressInfo).port}`
    const redirectUri = `http://${host}/oauth2/callback`
    entra = await startEntra({
      tenant: { id: "11111111-2222-4333-8444-555555555555" },
      apps: [
        {
          clientId,
          displayName: "Webshop",
          secret: (candidate) =>
            candidate === secrets.good ? "accepted" : candidate === secrets.old ? "expired" : "rejected",
          redirectUris: [redirectUri],
        },
      ],
      users: [],
    })
    login = `${entra.issuer.replace("/v2.0", "")}/oauth2/v2.0/authorize?client_id=${clientId}&redirect_uri=${encodeURIComponent(redirectUri)}&scope=openid`
  })
  afterAll(async () => {
    await entra.close()
    app.close()
  })

  const tryOut = async (
    secret: string | undefined,
    id = clientId,
    withheld: Examined["withheld"] = new Map(),
  ) => {
    const results = await examineBy(
      catalogue.filter(({ id: check }) => check === "OIDC803"),
      repoAt(host),
      {
        scope: { app: "webshop" },
        http,
        withheld,
        aws: async () => ({
          signIn: { profile: undefined, region: "eu-west-1", regionSource: "" },
          describe: async () => ({ kind: "present", changedAt: 0 }),
          list: async () => [],
          read: async (path) => (path.endsWith("client-id") ? id : secret),
        }),
      },
    )
    expect(JSON.stringify(results)).not.toContain(secrets.good)
    return say(results)["803"]
  }

  it("passes with one that Entra accepts, and issues no token", async () => {
    expect(await tryOut(secrets.good)).toBe("pass")
  })

  it.each([
    ["a wrong one", "wrong", clientId, "AADSTS7000215"],
    ["one that has ended", secrets.old, clientId, "AADSTS7000222"],
    ["another app", secrets.good, "99999999-2222-4333-8444-555555555555", "AADSTS700016"],
  ])("names the code for %s", async (_, secret, id, code) => {
    expect(await tryOut(secret, id)).toMatch(new RegExp(`^fail: webshop-oidc: .*: ${code}$`))
  })

  it("is unknown where the secret cannot be read", async () => {
    expect(await tryOut(undefined)).toBe("unknown: client ID or client secret of webshop-oidc cannot be read")
  })

  it("is not tried unless somebody asks for it", async () => {
    const before = entra.requests().token
    expect(await tryOut(secrets.good, clientId, new Map([["values", "not asked for"]]))).toBe(
      "unknown: not asked for",
    )
    expect(entra.requests().token).toBe(before)
  })

  it("sends the secret to no host that is neither Microsoft's nor named by the values", async () => {
    const before = login
    login = login.replace("http://127.0.0.1", "https://login.example.com")
    expect(await tryOut(secrets.good)).toMatch(
      /is no login host that the secret of webshop-oidc may be sent to/,
    )
    login = before
  })
})
