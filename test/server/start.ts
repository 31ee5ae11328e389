/** A running server in front of `oidc-provider`, with secrets made for this run and clock in the test's hand. */
import { randomBytes } from "node:crypto"
import { createProvider } from "../../src/adapters/oidc/provider.ts"
import type { Values } from "../../src/core/contract/values.ts"
import type { Tools } from "../../src/server/app.ts"
import { type AppConfig, makeAppConfig } from "../../src/server/config/app-config.ts"
import { type RunningServer, startServer } from "../../src/server/server.ts"
import { Browser } from "./browser.ts"
import { startTestProvider, type TestProvider, type TestProviderOptions } from "./oidc-provider.ts"

export const host = "app.example.test"

export const newSessionSecret = (): string => randomBytes(16).toString("hex")

export interface TestSetup {
  readonly server: RunningServer
  readonly provider: TestProvider
  readonly config: AppConfig
  readonly browser: (host?: string) => Browser
  /** Milliseconds that the server's clock is ahead. */
  readonly advance: (ms: number) => void
  /** Every log line, as one text. */
  readonly logged: () => string
  readonly close: () => Promise<void>
}

export interface TestSetupOptions extends Partial<TestProviderOptions> {
  readonly values?: Partial<Values>
  readonly sessionSecret?: string
  readonly pages?: Readonly<Record<string, string>>
}

export async function setUp(options: TestSetupOptions = {}): Promise<TestSetup> {
  const { values = {}, pages = {}, sessionSecret = newSessionSecret(), ...providerOptions } = options
  const provider = await startTestProvider({
    redirectUris: [host, `internal-${host}`].map((name) => `https://${name}/oauth2/callback`),
    ...providerOptions,
  })
  const config = configure(provider, values, sessionSecret, pages)
  const lines: string[] = []
  let ahead = 0
  const write = (fields: unknown, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const tools: Tools = {
    now: () => Date.now() + ahead,
    random: (bytes) => randomBytes(bytes),
    log: { debug: write, info: write, warn: write, error: write },
  }
  const loopback = { host: "127.0.0.1", port: 0 }
  const server = await startServer({
    ...tools,
    apps: [config],
    createProvider,
    listen: loopback,
    adminListen: loopback,
  })
  return {
    server,
    provider,
    config,
    browser: (name = host) => new Browser(server.url, name),
    advance: (ms) => {
      ahead += ms
    },
    logged: () => lines.join("\n"),
    close: async () => {
      await server.close()
      await provider.close()
    },
  }
}

export function configure(
  provider: TestProvider,
  values: Partial<Values>,
  sessionSecret: string,
  pages: Readonly<Record<string, string>> = {},
): AppConfig {
  const made = makeAppConfig({
    app: "test-oidc",
    pages,
    values: { domain: host, ...values, provider: { url: provider.issuer, ...values.provider } },
    secrets: { clientId: provider.clientId, clientSecret: provider.clientSecret, sessionSecret },
  })
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value
}
