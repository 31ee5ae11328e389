import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createProvider } from "../../src/adapters/oidc/provider.ts"
import { makeAppConfig } from "../../src/server/config/app-config.ts"
import { type RunningServer, startServer } from "../../src/server/server.ts"
import { Browser } from "./browser.ts"
import { startTestProvider, type TestProvider } from "./oidc-provider.ts"
import { newSessionSecret } from "./start.ts"

const names = ["one", "two"] as const
const hostOf = (name: string) => `${name}.example.test`
const providers = new Map<string, TestProvider>()
/** Both apps share prefix and session secret, as two teams that copied one file would. */
const sessionSecret = newSessionSecret()
let server: RunningServer

const configFor = (name: string, bypassPaths: readonly string[] = []) => {
  const provider = providers.get(name)
  if (!provider) throw new Error(name)
  const made = makeAppConfig({
    app: name,
    values: {
      domain: hostOf(name),
      cookieNamePrefix: "_Shared_",
      provider: { url: provider.issuer },
      bypassPaths,
    },
    secrets: { clientId: provider.clientId, clientSecret: provider.clientSecret, sessionSecret },
  })
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value
}

beforeAll(async () => {
  for (const name of names)
    providers.set(
      name,
      await startTestProvider({ redirectUris: [`https://${hostOf(name)}/oauth2/callback`] }),
    )
  const loopback = { host: "127.0.0.1", port: 0 }
  const quiet = () => undefined
  server = await startServer({
    apps: names.map((name) => configFor(name)),
    listen: loopback,
    adminListen: loopback,
    createProvider,
    now: Date.now,
    random: (bytes) => randomBytes(bytes),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  })
})
afterAll(async () => {
  await server.close()
  for (const provider of providers.values()) await provider.close()
})

describe("two apps in one server", () => {
  it("never take each other's sessions, even with one secret and one cookie name", async () => {
    const one = new Browser(server.url, hostOf("one"))
    await one.logIn()
    expect((await one.visit("/")).status).toBe(200)
    const two = new Browser(server.url, hostOf("two"))
    for (const [name, value] of one.cookies) two.cookies.set(name, value)
    expect((await two.visit("/")).status).toBe(302)
  })

  it("keep logins of a crowd apart, also while the configuration is replaced", async () => {
    const logins = Array.from({ length: 30 }, async (_, index) => {
      const name = names[index % 2] ?? "one"
      const browser = new Browser(server.url, hostOf(name))
      if (index === 15) server.replaceApps(names.map((each) => configFor(each, ["/new"])))
      const callback = await browser.logIn(`/page/${index}`)
      expect(callback.headers.location).toBe(`https://${hostOf(name)}/page/${index}`)
      expect((await browser.visit("/")).status).toBe(200)
    })
    await Promise.all(logins)
    expect((await new Browser(server.url, hostOf("one")).visit("/new")).status).toBe(200)
  })

  it("stop answering for a host that is taken out", async () => {
    server.replaceApps([configFor("one")])
    expect((await new Browser(server.url, hostOf("two")).visit("/")).status).toBe(403)
    server.replaceApps(names.map((name) => configFor(name)))
  })
})
