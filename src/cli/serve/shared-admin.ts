/** Health, readiness, metrics and public keys of several workers, as if they were one server. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { ListenAddress } from "../../server/server.ts"
import { sumMetrics } from "./sum-metrics.ts"

export interface Workers {
  readonly isStopping: () => boolean
  /** Of those that serve now. */
  readonly adminUrls: () => readonly string[]
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** Milliseconds that a worker may take to answer. */
const workerTimeoutMs = 2_000

/** @throws Error of Node, with the code `EADDRINUSE` or `EACCES`. */
export async function startSharedAdmin(
  listen: ListenAddress,
  workers: Workers,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(async ({ method, url = "/" }, response) => {
    const isRead = method === "GET" || method === "HEAD"
    const { status, type, body } = isRead ? await answer(url, workers) : plain(405, "GET only\n")
    response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(body)
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen({ ...listen }, resolve)
  })
  const { address, family, port: taken } = server.address() as AddressInfo
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const plain = (status: number, body: string): Answer => ({ status, type: "text/plain; charset=utf-8", body })

async function answer(path: string, { isStopping, adminUrls }: Workers): Promise<Answer> {
  // A worker that ends is replaced here, so it is no reason for the platform to end them all.
  if (path === "/healthz") return plain(200, "ok\n")
  if (path === "/readyz" && isStopping()) return plain(503, "stopping\n")
  const asked = await Promise.all(adminUrls().map((adminUrl) => ask(adminUrl, path)))
  const answers = asked.filter((one) => one !== undefined)
  const [first] = answers
  if (first === undefined) return plain(503, "no worker answers\n")
  if (path === "/metrics") return { ...first, body: sumMetrics(answers.map(({ body }) => body)) }
  return answers.find(({ status }) => status === 200) ?? first
}

async function ask(adminUrl: string, path: string): Promise<Answer | undefined> {
  try {
    const url = new URL(adminUrl)
    // Put behind the host rather than resolved against it: `//elsewhere` would be another one.
    url.pathname = path
    const response = await fetch(url, { signal: AbortSignal.timeout(workerTimeoutMs) })
    const type = response.headers.get("content-type") ?? "text/plain"
    return { status: response.status, type, body: await response.text() }
  } catch {
    return undefined
  }
}
