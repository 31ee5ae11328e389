/**
 * The process under load: the server with one app, or an empty handler to compare it with. It talks to its parent over
 * the process channel only, so that the secret is in no argument and no environment.
 */
import { randomBytes } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { createProvider } from "../../src/adapters/oidc/provider.ts"
import { type AppSource, makeAppConfig } from "../../src/server/config/app-config.ts"
import { startServer } from "../../src/server/server.ts"

/** What the parent asks for: an address, or microseconds of processor time so far, or bytes of memory. */
export type Order =
  | { readonly kind: "start"; readonly app?: AppSource }
  | { readonly kind: "processor-time" | "memory" }

process.on("message", async (order: Order) => {
  process.send?.(await answer(order))
})

async function answer(order: Order): Promise<string | number> {
  switch (order.kind) {
    case "start":
      return order.app ? startApp(order.app) : startEmpty()
    case "processor-time": {
      const { user, system } = process.cpuUsage()
      return user + system
    }
    case "memory":
      return process.memoryUsage.rss()
  }
}

async function startApp(source: AppSource): Promise<string> {
  const made = makeAppConfig(source)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const loopback = { host: "127.0.0.1", port: 0 }
  const quiet = () => undefined
  const { url } = await startServer({
    apps: [made.value],
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
  const server = createServer({ maxHeaderSize: 65_536 }, (_, response) => {
    response.writeHead(200, ["Content-Length", "0"])
    response.end()
  })
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  )
}
