import { once } from "node:events"
import { type IncomingMessage, request } from "node:http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createBrowser } from "../../src/sandbox/browser.ts"
import { type EchoApp, startEchoApp } from "../../src/sandbox/echo-app.ts"

let app: EchoApp
beforeAll(async () => {
  app = await startEchoApp({ logoutPath: "/bye" })
})
afterAll(() => app.close())

const name = Buffer.from("Åsa <Sønderby>", "utf8").toString("latin1")

describe("echo app", () => {
  it("greets a browser by name, escaped, with a way out", async () => {
    const { body } = await createBrowser().open(`${app.url}/`, { headers: { "X-Forwarded-User": name } })
    expect(body).toContain("<h1>Hello Åsa &lt;Sønderby&gt;</h1>")
    expect(body).toContain('href="/bye"')
  })

  it("does not pretend to know someone without identity headers", async () => {
    const { body } = await createBrowser().open(`${app.url}/`)
    expect(body).toContain("Hello whoever you are")
    expect(body).not.toContain("Log out")
  })

  it("tells programs everything as JSON, body included", async () => {
    const answer = await createBrowser().fetch(`${app.url}/x?y=1`, {
      method: "PUT",
      headers: { "X-Forwarded-User": name },
      body: Buffer.from("smørrebrød"),
    })
    expect(JSON.parse(answer.body)).toMatchObject({
      method: "PUT",
      target: "/x?y=1",
      user: "Åsa <Sønderby>",
      body: "smørrebrød",
    })
  })

  it("tells trailers apart from headers", async () => {
    const outgoing = request(app.url, { method: "POST", headers: { "Transfer-Encoding": "chunked" } })
    outgoing.addTrailers({ "X-Forwarded-User": "admin" })
    outgoing.end("a")
    const [response] = (await once(outgoing, "response")) as [IncomingMessage]
    response.resume()
    expect(app.lastRequest()).toMatchObject({ body: "a", trailers: [["X-Forwarded-User", "admin"]] })
    expect(app.lastRequest()?.headers.map(([key]) => key)).not.toContain("X-Forwarded-User")
  })

  it("echoes WebSocket messages", async () => {
    expect(await createBrowser().echo(`${app.url}/`, "hej")).toBe("hej")
  })
})
