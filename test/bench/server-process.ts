/**
 * The process under load: the server with its apps, or an empty handler to compare it with. It talks to its parent over
 * the process channel only, so that the secret is in no argument and no environment.
 */
import { randomBytes } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { createProvider } from "../../src/adapters/oidc/provider.ts"
import type { AppSource } from "../../src/server/config/app-config.ts"
import { startServer } from "../../src/server/server.ts"
import { configOf } from "./people.ts"

/** What the empty handler says to each request: the very bytes that the server says, made beforehand. */
export interface Answer {
  readonly status: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: string
}

/** What the parent asks for: an address, nothing, or microseconds of processor time so far, or bytes of memory. */
export type Order =
  | { readonly kind: "start"; readonly apps?: readonly AppSource[] }
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "processor-time" | "memory" }

let answer: Answer = { status: 200, headers: ["Content-Length", "0"], body: "" }

process.on("message", async (order: Order) => {
  process.send?.(await obey(order))
})
process.on("disconnect", () => process.exit())

async function obey(order: Order): Promise<string | number> {
  switch (order.kind) {
    case "start":
      return order.apps ? startApps(order.apps) : startEmpty()
    case "answer":
      answer = order.answer
      return 0
    case "processor-time": {
      const { user, system } = process.cpuUsage()
      return user + system
    }
    case "memory":
      return process.memoryUsage.rss()
  }
}

async function startApps(sources: readonly AppSource[]): Promise<string> {
  const loopback = { host: "127.0.0.1", port: 0 }
  const quiet = () => undefined
  const { url } = await startServer({
    apps: sources.map(configOf),
    createProvider,
    now: Date.now,
    random: randomBytes,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    listen: loopback,
    adminListen: loopback,
  })
  return url
}

function startEmpty(): Promise<string> {
  // As anybody would write it, with room for the same requests.
  const options = { maxHeaderSize: 65_536, keepAliveTimeout: 120_000 }
  const server = createServer(options, (_, response) => {
    const { status, headers, body } = answer
    response.writeHead(status, headers as string[])
    if (body === "") response.end()
    else response.end(body)
  })
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  )
}
