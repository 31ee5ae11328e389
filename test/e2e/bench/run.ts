/**
 * `npm run bench:e2e`: what the login costs the users of an app. One Traefik serves the same app without a Middleware, with
 * one that asks a server which lets everyone in, and with ours, in turn: so Traefik's share can be told from the server's.
 * Requests of one user at a time give the latency, those of sixteen the throughput. Where `taskset` is, Traefik and the
 * servers share one core, and the app and its users another.
 *
 * The machine changes under our feet, so figures are medians of pairs that ran right after each other.
 */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { availableParallelism, cpus } from "node:os"
import { median } from "../../bench/measure.ts"
import { only } from "../../chart/cases.ts"
import { addressesOf, makePodFolder, secretFiles } from "../../chart/pod.ts"
import { createVisitor, request } from "../traefik/client.ts"
import { host, startOutside } from "../traefik/start-outside.ts"
import { freePort, runTraefik } from "../traefik/start-traefik.ts"
import { type Answers, type Order, startProcess } from "./processes.ts"

const openHost = "open.example"
const emptyHost = "empty.example"
const rounds = 7
const seconds = 2

const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0
const onCore = (core: number): readonly string[] => (canPin ? ["taskset", "-c", `${core}`] : [])

async function bench(): Promise<void> {
  const outside = await startOutside({
    authorization: { assertClaims: [{ name: "groups", anyOf: ["all-staff"] }] },
  })
  const { manifests, secrets } = outside
  const folder = await makePodFolder(manifests)
  await folder.mount("secrets", secretFiles(secrets))
  const server = folder.start()
  const { url } = await addressesOf(server)
  if (canPin) spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", "1", `${server.pid}`])
  const app = startProcess<object, string>("app", onCore(0))
  const users = startProcess<Order, Answers>("load", onCore(0))
  const empty = startProcess<object, string>("app", onCore(1))
  const [appUrl, emptyUrl] = [await app.ask({}), await empty.ask({})]
  const port = await freePort()
  const { forwardAuth } = only(manifests, "Middleware").spec
  const guarded = { rule: `Host(\`${host}\`)`, service: "app", middlewares: ["login"] }
  const traefik = await runTraefik({
    dynamic: {
      http: {
        routers: {
          open: { rule: `Host(\`${openHost}\`)`, service: "app" },
          empty: { rule: `Host(\`${emptyHost}\`)`, service: "app", middlewares: ["empty"] },
          guarded,
          // The login itself needs https; a Traefik tells the two apart on one port.
          login: { ...guarded, tls: {} },
        },
        middlewares: {
          empty: { forwardAuth: { ...forwardAuth, address: `${emptyUrl}/` } },
          login: { forwardAuth: { ...forwardAuth, address: `${url}/` } },
        },
        services: { app: { loadBalancer: { servers: [{ url: appUrl }] } } },
      },
    },
    flags: () => [`--entrypoints.plain.address=127.0.0.1:${port}`],
    status: async () => (await request({ port, host })).status,
    prefix: onCore(1),
  })
  try {
    const visitor = createVisitor({ host, port })
    await visitor.logIn("jorgen")
    const cookie = visitor.jar.cookieFor(new URL(`https://${host}/`)) ?? ""
    const measure = async (to: string, connections: number): Promise<Answers> => {
      const answers = await users.ask({ port, host: to, cookie, connections, seconds })
      if (answers.statuses.join() !== "200") throw new Error(`${to} answers ${answers.statuses.join(", ")}`)
      return answers
    }
    const turns = { one: [] as Turn[], many: [] as Turn[] }
    const costs: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const [one, many] = [
        await takeTurn(measure, 1),
        await takeTurn(measure, 16, () => processorSeconds(server.pid)),
      ]
      // The first round only warms everything up.
      if (round === 0) continue
      turns.one.push(one)
      turns.many.push(many)
      costs.push((many.spent / (many.guarded.perSecond * seconds)) * 1e6)
    }
    report(turns, costs)
  } finally {
    await traefik.close()
    await Promise.all([app.end(), empty.end(), users.end(), folder.remove(), outside.close()])
  }
}

/** One after the other, so that a machine that changes speed changes all. */
interface Turn {
  readonly alone: Answers
  readonly empty: Answers
  readonly guarded: Answers
  /** Processor seconds that the server used for `guarded`. */
  readonly spent: number
}

async function takeTurn(
  measure: (host: string, connections: number) => Promise<Answers>,
  connections: number,
  processor: () => number = () => 0,
): Promise<Turn> {
  const alone = await measure(openHost, connections)
  const empty = await measure(emptyHost, connections)
  const before = processor()
  const guarded = await measure(host, connections)
  return { alone, empty, guarded, spent: processor() - before }
}

function report({ one, many }: Readonly<Record<"one" | "many", Turn[]>>, costs: readonly number[]): void {
  const row = (name: string, turns: readonly Turn[], pick: (answers: Answers) => number, unit: string) => {
    const of = (which: (turn: Turn) => number) => median(turns.map(which))
    const values = [
      of(({ alone }) => pick(alone)),
      of(({ empty }) => pick(empty)),
      of(({ guarded }) => pick(guarded)),
    ]
    const ratios = [
      of(({ alone, guarded }) => pick(guarded) / pick(alone)),
      of(({ empty, guarded }) => pick(guarded) / pick(empty)),
    ]
    const cells = [
      ...values.map((value) => number(value, unit)),
      ...ratios.map((ratio) => ratio.toFixed(2).padStart(10)),
    ]
    return `${name.padEnd(34)}${cells.join("")}\n`
  }
  const heads = ["alone", "empty login", "our login"].map((head) => head.padStart(14))
  process.stdout.write(
    [
      `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.versions.node}, Traefik 3.7.13; `,
      `${canPin ? "Traefik and server on one core, app and users on another" : "nothing pinned"}\n\n`,
      `${"".padEnd(34)}${heads.join("")}${"to alone".padStart(10)}${"to empty".padStart(10)}\n`,
      row("latency of one user, median", one, ({ p50 }) => p50, "ms"),
      row("latency of one user, 99 %", one, ({ p99 }) => p99, "ms"),
      row("latency of sixteen users, median", many, ({ p50 }) => p50, "ms"),
      row("latency of sixteen users, 99 %", many, ({ p99 }) => p99, "ms"),
      row("requests of sixteen users", many, ({ perSecond }) => perSecond, "/s"),
      Number.isFinite(costs[0])
        ? `\nprocessor time of the server: ${median(costs).toFixed(0)} µs a request\n`
        : "",
    ].join(""),
  )
}

const number = (value: number, unit: string): string =>
  `${value >= 100 ? value.toFixed(0) : value.toFixed(2)} ${unit}`.padStart(14)

/** User and system time so far; not a number where there is no /proc. Source: proc(5), /proc/pid/stat, in ticks of 10 ms. */
function processorSeconds(pid: number | undefined): number {
  if (process.platform !== "linux") return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

await bench()
