import { mkdir } from "node:fs/promises"
import { type Browser, chromium, type Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { guideValues, type RunningCli, startCli, temporaryFolder } from "../../sandbox/start-cli.ts"
import { findChromium, quietly } from "./find-chromium.ts"

/** A folder for pictures of every page; none are taken where it is not set. */
const pictures = process.env.SCREENSHOTS

const executablePath = findChromium()
if (!executablePath) console.warn("No Chromium on the PATH: the browser tests are skipped.")

describe.skipIf(!executablePath)("in a real browser", () => {
  let browser: Browser
  let cli: RunningCli
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let url: string

  beforeAll(async () => {
    folder = await temporaryFolder({ "values.yaml": guideValues })
    cli = startCli(["preview", "--json"], folder.path)
    url = JSON.parse(await cli.printed("\n")).url
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: [...quietly] })
    if (pictures) await mkdir(pictures, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await cli?.stop()
    await folder?.remove()
  })

  /** A browser of its own for one check; errors in its console count, but for those that are the point. */
  const visit = async (check: (page: Page) => Promise<void>, expected = /status of 4\d\d/) => {
    const context = await browser.newContext()
    const problems: string[] = []
    try {
      const page = await context.newPage()
      page.on("pageerror", (error) => problems.push(error.message))
      page.on("console", (message) => {
        if (message.type() === "error" && !expected.test(message.text())) problems.push(message.text())
      })
      await check(page)
      expect(problems).toEqual([])
    } finally {
      await context.close()
    }
  }
  const picture = async (page: Page, name: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
  }

  it("logs in by a click, shows the app who it is, and logs out", () =>
    visit(async (page) => {
      await page.goto(url)
      expect(await page.textContent("h1")).toBe("Pick an account")
      await picture(page, "1-picker")

      await page.getByRole("button", { name: "Jørgen Ærø" }).click()
      await page.waitForURL(url)
      expect(await page.textContent("h1")).toBe("Hello Jørgen Ærø")
      await picture(page, "2-app")
      const readable = await page.evaluate("document.cookie")
      expect(readable).toBe("")

      await page.reload()
      expect(await page.textContent("h1")).toBe("Hello Jørgen Ærø")

      await page.getByRole("link", { name: "Log out" }).click()
      await page.goto(url)
      expect(await page.textContent("h1")).toBe("Pick an account")
    }))

  it("leads to a login again after a logout and the back button, and gives the page left behind nothing", () =>
    visit(async (page) => {
      await page.goto(url)
      await page.getByRole("button", { name: "Jørgen Ærø" }).click()
      await page.waitForURL(url)
      const old = await page.context().cookies(url)
      await page.getByRole("link", { name: "Log out" }).click()
      await page.waitForLoadState()
      const left = await page.context().cookies(url)
      const names = old.map(({ name }) => name).filter((name) => name.includes(".Session"))
      expect(names.length).toBeGreaterThan(0)
      expect(left.filter(({ name }) => names.includes(name))).toEqual([])

      await page.goBack()
      // What is on the screen may come from the browser's memory; whatever it asks for does not.
      if (page.url() === url)
        expect(await page.evaluate("fetch('/api/me').then(({ status }) => status)")).toBe(401)
      await page.goto(url)
      expect(await page.textContent("h1")).toBe("Pick an account")
    }))

  it("comes back to the page that was asked for", () =>
    visit(async (page) => {
      await page.goto(`${url}orders/7?sort=date&q=%C3%A6`)
      await page.getByRole("button", { name: "Łukasz" }).click()
      await page.waitForURL(`${url}orders/7?sort=date&q=%C3%A6`)
      expect(await page.textContent("h1")).toBe("Hello Łukasz Wiśniewski")
    }))

  it("tells someone without permission so, with a way out", () =>
    visit(async (page) => {
      await page.goto(url)
      await page.getByRole("button", { name: "Åsa" }).click()
      await page.waitForURL((address) => address.host === new URL(url).host)
      await picture(page, "3-forbidden")
      expect(await page.textContent("h1")).toBeTruthy()
      expect((await page.goto(url))?.status()).toBe(403)
    }))

  it("explains a declined login", () =>
    visit(async (page) => {
      await page.goto(url)
      await page.getByRole("button", { name: "Cancel" }).click()
      await page.waitForURL((address) => address.host === new URL(url).host)
      expect(await page.textContent("body")).toContain("AADSTS65004")
      await picture(page, "4-declined")
    }))

  it("gives a script 401 and a WebSocket no connection, where there is no session", () =>
    visit(async (page) => {
      await page.goto(new URL("/api/health", url).href)
      const status = await page.evaluate("fetch('/api/orders').then(({ status }) => status)")
      expect(status).toBe(401)
      const socket = await page.evaluate(`new Promise((resolve) => {
        const socket = new WebSocket("/socket")
        socket.onopen = () => resolve("open")
        socket.onclose = () => resolve("closed")
      })`)
      expect(socket).toBe("closed")
    }, /401|WebSocket/))

  it("keeps the login across tabs that started at once", async () => {
    const context = await browser.newContext()
    try {
      const [one, other] = await Promise.all([context.newPage(), context.newPage()])
      await Promise.all([one.goto(`${url}one`), other.goto(`${url}other`)])
      await one.getByRole("button", { name: "Jørgen" }).click()
      await one.waitForURL(`${url}one`)
      await other.getByRole("button", { name: "Jørgen" }).click()
      await other.waitForURL(`${url}other`)
      expect(await other.textContent("h1")).toBe("Hello Jørgen Ærø")
    } finally {
      await context.close()
    }
  })

  it("shows the wrong redirect URI as Entra does", () =>
    visit(async (page) => {
      await page.goto(url)
      const login = new URL(page.url())
      const authorize = `${login.origin}${login.pathname.replace(/\/login\/.*/, "/oauth2/v2.0/authorize")}`
      await page.goto(
        `${authorize}?client_id=unknown&response_type=code&redirect_uri=${encodeURIComponent(url)}`,
      )
      expect(await page.textContent("main")).toContain("AADSTS700016")
      await picture(page, "5-unknown-app")
    }))

  it("is readable on a phone and in the dark", async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme: "dark" })
    try {
      const page = await context.newPage()
      await page.goto(url)
      await picture(page, "6-picker-phone")
      await page.getByRole("button", { name: "Jørgen" }).click()
      await page.waitForURL(url)
      await picture(page, "7-app-phone")
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      )
      expect(overflow).toBe(0)
    } finally {
      await context.close()
    }
  })
})
