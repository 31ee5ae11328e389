/** Chromium in front of a real Traefik: what only a real browser does with cookies, tabs, forms and WebSockets. */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { findChromium, quietly } from "../browser/find-chromium.ts"
import { host, startWorld, type World } from "./start-world.ts"

const executablePath = findChromium()
if (!executablePath) console.warn("No Chromium on the PATH: the browser tests are skipped.")

const home = `https://${host}/`

describe.skipIf(!executablePath)("a browser behind a real Traefik", () => {
  let world: World
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    world = await startWorld({
      bypassPaths: ["/api/health"],
      provider: { scopes: ["openid", "profile", "email", "offline_access"] },
    })
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: [
        ...quietly,
        // The name is nobody's, and the port is whichever was free.
        `--host-resolver-rules=MAP ${host}:443 127.0.0.1:${world.traefik.port}`,
      ],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })
  beforeEach(async () => {
    // Traefik made its certificate itself a moment ago.
    context = await browser.newContext({ ignoreHTTPSErrors: true })
  })
  afterEach(() => context.close())

  const logIn = async (page: Page, name: string, path = ""): Promise<void> => {
    await page.goto(`${home}${path}`)
    await page.getByRole("button", { name }).click()
    await page.waitForURL(`${home}${path}`)
  }
  const greeting = (page: Page) => page.textContent("h1")
  const sessionCookie = async () =>
    (await context.cookies(home)).find(({ name }) => name === "__Host-_myapp-oidc_.Session")

  it("logs in, keeps the session from scripts, and logs out", async () => {
    const page = await context.newPage()
    await logIn(page, "Jørgen Ærø", "reports?year=2026&q=%C3%A6")
    expect(await greeting(page)).toBe("Hello Jørgen Ærø")
    expect(await page.evaluate("document.cookie")).toBe("")
    expect(await sessionCookie()).toMatchObject({ secure: true, httpOnly: true, sameSite: "Lax" })
    await page.getByRole("link", { name: "Log out" }).click()
    await page.goto(home)
    expect(await greeting(page)).toBe("Pick an account")
  })

  it("ends each of several tabs that started at once where it began", async () => {
    const names = ["one", "two", "three"]
    const tabs = await Promise.all(names.map(() => context.newPage()))
    await Promise.all(tabs.map((tab, index) => tab.goto(`${home}${names[index]}`)))
    for (const [index, tab] of tabs.entries()) {
      await tab.getByRole("button", { name: "Łukasz" }).click()
      await tab.waitForURL(`${home}${names[index]}`)
      expect(await greeting(tab)).toBe("Hello Łukasz Wiśniewski")
    }
  })

  it("takes over a renewed session while a page is open", async () => {
    const page = await context.newPage()
    await logIn(page, "Jørgen")
    const before = await sessionCookie()
    world.advance(50 * 60_000)
    expect(await page.evaluate("fetch('/data').then(({ status }) => status)")).toBe(200)
    const after = await sessionCookie()
    expect(after?.value).not.toBe(before?.value)
    // Only the renewed session lasts until then.
    world.advance(50 * 60_000)
    await page.reload()
    expect(await greeting(page)).toBe("Hello Jørgen Ærø")
  })

  it("sends a form, a script's call and a WebSocket with the session", async () => {
    const page = await context.newPage()
    await logIn(page, "Jørgen")
    const seen = await page.evaluate(`fetch("/orders", { method: "POST", body: "navn=Bøgh&antal=2" })
      .then((response) => response.json())`)
    expect(seen).toMatchObject({
      user: "Jørgen Ærø",
      method: "POST",
      target: "/orders",
      body: "navn=Bøgh&antal=2",
    })
    const echoed = await page.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket("/live")
      socket.onopen = () => socket.send("rødgrød")
      socket.onmessage = ({ data }) => resolve(data)
      socket.onclose = () => resolve("closed")
    })`)
    expect(echoed).toBe("rødgrød")
    expect(world.app.lastRequest()?.headers).toContainEqual(["X-Forwarded-User", "Jørgen Ærø"])
  })

  it("refuses a script's call and a WebSocket without one", async () => {
    const page = await context.newPage()
    await page.goto(`${home}api/health`)
    expect(await page.evaluate("fetch('/orders').then(({ status }) => status)")).toBe(401)
    const outcome = await page.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket("/live")
      socket.onopen = () => resolve("open")
      socket.onclose = () => resolve("closed")
    })`)
    expect(outcome).toBe("closed")
  })
})
