/**
 * The two ends of a measured request, each in a process of its own: `node processes.ts app` is the app, `… load` its users.
 * They talk to their parent over the process channel, so that the session is in no argument.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import { type AddressInfo, connect, type Socket } from "node:net"
import { fileURLToPath } from "node:url"

/** What the users do: each waits for an answer before the next request. */
export interface Order {
  readonly port: number
  readonly host: string
  readonly cookie: string
  readonly connections: number
  readonly seconds: number
}

export interface Answers {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly statuses: readonly string[]
}

export interface Process<Order, Answer> {
  readonly ask: (order: Order) => Promise<Answer>
  readonly end: () => Promise<void>
}

/** `prefix`: what to start it with, such as `taskset -c 0`. */
export function startProcess<Order, Answer>(
  role: keyof typeof roles,
  prefix: readonly string[],
): Process<Order, Answer> {
  const [program = "", ...args] = [...prefix, process.execPath, fileURLToPath(import.meta.url), role]
  const child: ChildProcess = spawn(program, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] })
  return {
    ask: async (order) => {
      const answered = once(child, "message")
      child.send(order as object)
      const [answer] = await answered
      return answer as Answer
    },
    end: async () => {
      const exited = once(child, "exit")
      child.kill()
      await exited
    },
  }
}

/** An app that costs next to nothing. Answers with its address. */
async function runApp(): Promise<string> {
  const server = createServer((_, response) => response.writeHead(200, { "Content-Length": "2" }).end("ok"))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function runLoad({ port, host, cookie, connections, seconds }: Order): Promise<Answers> {
  const text = [
    "GET /orders HTTP/1.1",
    `Host: ${host}`,
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Accept: application/json",
    "Accept-Encoding: gzip, deflate, br",
    "Accept-Language: da,en;q=0.9",
    `Cookie: ${cookie}`,
    "",
    "",
  ].join("\r\n")
  const latencies: number[] = []
  const statuses = new Set<string>()
  const startedAt = performance.now()
  const end = startedAt + seconds * 1000
  const use = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let sentAt = 0
      let answer = ""
      const send = (): void => {
        sentAt = performance.now()
        socket.write(text, "latin1")
      }
      socket.on("error", reject)
      socket.on("close", resolve)
      socket.on("data", (chunk: string) => {
        answer += chunk
        if (!answer.endsWith("\r\n\r\nok") && !/^HTTP\/1\.1 [^2]/.test(answer)) return
        const now = performance.now()
        latencies.push(now - sentAt)
        statuses.add(answer.slice(9, 12))
        answer = ""
        if (now < end) send()
        else socket.end()
      })
      send()
    })
  await Promise.all(
    Array.from({ length: connections }, () =>
      use(connect({ host: "127.0.0.1", port, noDelay: true }).setEncoding("latin1")),
    ),
  )
  const elapsed = (performance.now() - startedAt) / 1000
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return { perSecond: sorted.length / elapsed, p50: at(0.5), p99: at(0.99), statuses: [...statuses] }
}

const roles = { app: runApp, load: runLoad } satisfies Record<string, (order: Order) => Promise<unknown>>

const role = process.argv[2]
if (process.argv[1] === fileURLToPath(import.meta.url) && (role === "app" || role === "load"))
  process.on("message", async (order: Order) => {
    process.send?.(await roles[role](order))
  })
