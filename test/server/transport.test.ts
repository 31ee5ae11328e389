import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { connect } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Provider } from "../../src/adapters/oidc/provider.ts"
import { startServer } from "../../src/server/server.ts"
import { ask, Browser, script } from "./browser.ts"
import { configure, host, newSessionSecret, setUp, type TestSetup } from "./start.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp({
    values: {
      bypassPaths: ["/open"],
      headers: [
        { name: "X-User", value: "{{ .claims.name }}" },
        { name: "X-Missing", value: "{{ .claims.nothing }}" },
        { name: "X-Groups", value: "{{ range .claims.groups }}{{ . }};{{ end }}" },
      ],
    },
  })
})
afterAll(() => setup.close())

/** Sends bytes as they are; what came back until the server closed or half a second passed. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(setup.server.url)
    const socket = connect(Number(port), hostname)
    let answer = ""
    const done = () => {
      socket.destroy()
      resolve(answer)
    }
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1")
    })
    socket.on("close", done)
    socket.on("error", done)
    setTimeout(done, 500)
    socket.write(text)
  })
}
const forwarded = `Host: x\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Host: ${host}\r\nX-Forwarded-Uri: /open\r\n`

describe("header values", () => {
  it.each(["Jørgen Ærø", "Łukasz Żółć", "名前 😀", "plain"])("carry %s as UTF-8 bytes", async (name) => {
    setup.provider.loginAs = { sub: "u", name, groups: [] }
    const browser = setup.browser()
    await browser.logIn()
    const { rawHeaders } = await browser.visit("/")
    const value = rawHeaders[rawHeaders.indexOf("X-User") + 1] ?? ""
    expect(Buffer.from(value, "latin1").toString("utf8")).toBe(name)
    expect(rawHeaders).not.toContain("X-Missing")
  })

  it("cannot end their header: what a claim holds stays one line", async () => {
    setup.provider.loginAs = { sub: "u", name: "a\r\nX-Admin: 1\r\n\r\nb\u0000", groups: ["x\ny"] }
    const browser = setup.browser()
    await browser.logIn()
    const { rawHeaders, headers } = await browser.visit("/")
    expect(headers["x-user"]).toBe("a X-Admin: 1 b")
    expect(headers["x-groups"]).toBe("x y;")
    expect(rawHeaders).not.toContain("X-Admin")
  })
})

describe("the port for the ingress", () => {
  it("keeps connections, also where Node by itself would have closed them", { timeout: 15_000 }, async () => {
    const { hostname, port } = new URL(setup.server.url)
    const socket = connect(Number(port), hostname)
    const answers: string[] = []
    socket.on("data", (bytes) => answers.push(String(bytes)))
    socket.write(`GET / HTTP/1.1\r\n${forwarded}\r\n`)
    await sleep(7_000)
    socket.write(`GET / HTTP/1.1\r\n${forwarded}\r\n`)
    await expect.poll(() => answers.length).toBe(2)
    expect(answers.every((answer) => answer.startsWith("HTTP/1.1 200 OK\r\n"))).toBe(true)
    socket.destroy()
  })

  it("closes connections that have been silent for long enough", async () => {
    const quiet = () => undefined
    const server = await startServer({
      apps: [],
      listen: { host: "127.0.0.1", port: 0 },
      adminListen: { host: "127.0.0.1", port: 0 },
      createProvider: () => {
        throw new Error("nobody logs in")
      },
      now: Date.now,
      random: (bytes) => randomBytes(bytes),
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      idleTimeoutMs: 200,
    })
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.write(`GET / HTTP/1.1\r\n${forwarded}\r\n`)
    const startedAt = performance.now()
    await once(socket.resume(), "close")
    // Long before the times for a request that has begun.
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    await server.close()
  })

  it.each([
    ["two lengths", `POST / HTTP/1.1\r\n${forwarded}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
    [
      "a length and chunks",
      `POST / HTTP/1.1\r\n${forwarded}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ["a space before the colon", `GET / HTTP/1.1\r\nTransfer-Encoding : chunked\r\n${forwarded}\r\n`],
    ["a folded header", `GET / HTTP/1.1\r\n${forwarded}X-A: b\r\n c\r\n\r\n`],
    ["a bare line feed", `GET / HTTP/1.1\n${forwarded.replaceAll("\r", "")}\n`],
    ["a NUL in a header", `GET / HTTP/1.1\r\n${forwarded}X-A: b\u0000c\r\n\r\n`],
  ])("refuses %s", async (_, text) => expect(await raw(text)).toMatch(/^HTTP\/1.1 400 /))

  it("takes heads that Entra users need, and refuses larger ones", async () => {
    const head = (size: number) => `GET / HTTP/1.1\r\n${forwarded}Cookie: a=${"x".repeat(size)}\r\n\r\n`
    expect(await raw(head(50_000))).toMatch(/^HTTP\/1.1 200 /)
    expect(await raw(head(70_000))).toMatch(/^HTTP\/1.1 431 /)
  })

  it("reads no body, and is not confused by one", async () => {
    const answer = await raw(
      `GET / HTTP/1.1\r\n${forwarded}Content-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n${forwarded.replace("/open", "/x")}\r\n`,
    )
    expect(answer.match(/HTTP\/1\.1 (\d+)/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 401"])
  })
})

describe("a fault of ours", () => {
  it("is a denial with a request id, whatever throws where, and shows nothing of itself", async () => {
    const explode = () => {
      throw new Error("secret inside")
    }
    const provider: Provider = {
      authorizationUrl: async () => explode(),
      exchangeCode: explode,
      refresh: explode,
      verifyToken: explode,
      readGroups: explode,
      endSessionUrl: explode,
    }
    const lines: string[] = []
    const write = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`)
    const loopback = { host: "127.0.0.1", port: 0 }
    const server = await startServer({
      apps: [
        configure(setup.provider, { authorizationHeader: { name: "Authorization" } }, newSessionSecret()),
      ],
      listen: loopback,
      adminListen: loopback,
      createProvider: () => provider,
      now: Date.now,
      random: (bytes) => randomBytes(bytes),
      log: { debug: write, info: write, warn: write, error: write },
    })
    try {
      const browser = new Browser(server.url, host)
      for (const answer of [
        await browser.visit("/oauth2/logout", { headers: script }),
        await browser.visit("/", { headers: { ...script, authorization: "Bearer x.y.z" } }),
      ]) {
        expect(answer.status).toBe(500)
        expect(answer.body).not.toContain("secret inside")
        expect(JSON.parse(answer.body).requestId).toMatch(/^[\w-]{16}$/)
        expect(lines.join()).toContain(JSON.parse(answer.body).requestId)
      }
      const page = await browser.visit("/")
      expect(page.status).toBe(500)
      expect(page.body).toContain("Something went wrong")
      expect(page.body).not.toContain("secret inside")
      expect((await ask(`${server.adminUrl}/healthz`)).status).toBe(200)
    } finally {
      await server.close()
    }
  })
})

describe("closing", () => {
  it("finishes what is under way and takes nothing new", async () => {
    const closing = await setUp({ values: { bypassPaths: ["/open"] } })
    const browser = closing.browser()
    closing.provider.intercept = () => true
    const waiting = browser.visit("/")
    await new Promise((resolve) => setTimeout(resolve, 50))
    const closed = closing.server.close()
    closing.provider.intercept = undefined
    await closing.provider.close()
    expect((await waiting).status).toBe(503)
    await closed
    await expect(ask(closing.server.url)).rejects.toThrow()
  })
})
