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
  const totals = createTotals()
  const server = createServer(async ({ method, url = "/" }, response) => {
    const isRead = method === "GET" || method === "HEAD"
    const { status, type, body } = isRead ? await answer(url, workers, totals) : plain(405, "GET only\n")
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

interface Totals {
  /** The sum of these pages, by the worker's address, and of what those had counted that have ended since. */
  readonly sum: (pages: ReadonlyMap<string, string>) => string
}

/** Counters only ever grow: a sum that fell by an ended worker's share would look like a restart and be counted once more. */
function createTotals(): Totals {
  let last: ReadonlyMap<string, string> = new Map()
  let ended = ""
  return {
    sum: (pages) => {
      ended = sumMetrics([ended, ...[...last].flatMap(([url, page]) => (pages.has(url) ? [] : [page]))])
      last = pages
      return sumMetrics([ended, ...pages.values()])
    },
  }
}

async function answer(path: string, { isStopping, adminUrls }: Workers, totals: Totals): Promise<Answer> {
  // A worker that ends is replaced here, so it is no reason for the platform to end them all.
  if (path === "/healthz") return plain(200, "ok\n")
  if (path === "/readyz" && isStopping()) return plain(503, "stopping\n")
  const urls = adminUrls()
  const asked = await Promise.all(urls.map((adminUrl) => ask(adminUrl, path)))
  const answers = asked.filter((one) => one !== undefined)
  const [first] = answers
  if (first === undefined) return plain(503, "no worker answers\n")
  if (path === "/metrics") {
    if (answers.length < urls.length) return plain(503, "a worker does not answer\n")
    return { ...first, body: totals.sum(new Map(urls.map((url, index) => [url, asked[index]?.body ?? ""]))) }
  }
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
