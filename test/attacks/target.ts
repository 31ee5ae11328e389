/** What an attack is aimed at: the real server on loopback, and what it must not do whatever is thrown at it. */
import { randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { connect } from "node:net"
import { expect } from "vitest"
import { createProvider } from "../../src/adapters/oidc/provider.ts"
import type { Values } from "../../src/core/contract/values.ts"
import type { Tools } from "../../src/server/app.ts"
import { type AppConfig, makeAppConfig } from "../../src/server/config/app-config.ts"
import { type RunningServer, startServer } from "../../src/server/server.ts"
import { type Answer, ask, Browser } from "../server/browser.ts"
import { host, newSessionSecret } from "../server/start.ts"

export const loopback = { host: "127.0.0.1", port: 0 }

/** Whatever an app may have been told about someone. */
const identityHeader = /^x-(?:forwarded-(?:user|email|groups|identity-token)|user|name|groups|token)$/

interface Logged {
  /** Every log line, as one text. */
  readonly logged: () => string
}

/**
 * The definition of "denied": no 2xx, nobody named, no session given, and nothing of what was sent (cookies, codes,
 * tokens) in the log.
 */
export function expectDenied({ logged }: Logged, answer: Answer, ...sent: readonly string[]): void {
  expect(answer.status).toBeGreaterThanOrEqual(300)
  expect(Object.keys(answer.headers).filter((name) => identityHeader.test(name))).toEqual([])
  expect(answer.setCookies.filter((line) => /\.(?:Session|Refresh)[^=]*=[^;]/.test(line))).toEqual([])
  expectUnlogged({ logged }, ...sent)
}

/** Short texts are left out: they would be found anywhere. */
export function expectUnlogged({ logged }: Logged, ...secrets: readonly string[]): void {
  const text = logged()
  for (const secret of secrets) if (secret.length >= 8) expect(text.includes(secret), secret).toBe(false)
}

/** A request as the ingress forwards it, headers of the client's on top. */
export const forward = (
  { server }: { readonly server: RunningServer },
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<Answer> =>
  ask(server.url, {
    "x-forwarded-method": "GET",
    "x-forwarded-proto": "https",
    "x-forwarded-host": host,
    "x-forwarded-uri": "/",
    ...headers,
  })

export interface Client {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

export function configFor(
  { issuer, clientId, clientSecret }: Client,
  values: Partial<Values> = {},
  sessionSecret: string = newSessionSecret(),
): AppConfig {
  const made = makeAppConfig({
    app: "test-oidc",
    values: { domain: host, ...values, provider: { url: issuer, ...values.provider } },
    secrets: { clientId, clientSecret, sessionSecret },
  })
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value
}

export interface Target extends Logged {
  readonly server: RunningServer
  readonly browser: (name?: string) => Browser
  /** Milliseconds that the server's clock is ahead. */
  readonly advance: (ms: number) => void
}

export async function startTarget(
  apps: readonly AppConfig[],
  connectProvider = createProvider,
): Promise<Target> {
  const lines: string[] = []
  let ahead = 0
  const write = (fields: unknown, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const tools: Tools = {
    now: () => Date.now() + ahead,
    random: (bytes) => randomBytes(bytes),
    log: { debug: write, info: write, warn: write, error: write },
  }
  const server = await startServer({
    ...tools,
    apps,
    createProvider: connectProvider,
    listen: loopback,
    adminListen: loopback,
  })
  return {
    server,
    browser: (name = host) => new Browser(server.url, name),
    advance: (ms) => {
      ahead += ms
    },
    logged: () => lines.join("\n"),
  }
}

/** Bytes over a connection of their own; all that came back until it was closed, or until `waitMs` passed. */
export function sendBytes(address: string, bytes: string | Buffer, waitMs = 300): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(address)
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    const chunks: Buffer[] = []
    const timer = setTimeout(() => socket.destroy(), waitMs)
    socket.on("data", (chunk) => chunks.push(chunk))
    socket.on("error", () => undefined)
    socket.on("close", () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString("latin1"))
    })
  })
}

/** Status lines in what `sendBytes` returned. */
export const statusesIn = (text: string): readonly number[] =>
  [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))

/** A server of the attacker's own, and its address. */
export async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
