/**
 * `npm run bench:e2e`: what the login costs the users of an app. One Traefik serves the same app with the Middleware and
 * without, in turn; requests of one user at a time give the latency, those of sixteen the throughput. Where `taskset` is,
 * Traefik and the server share one core, and the app and its users another.
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
  const appUrl = await app.ask({})
  const port = await freePort()
  const guarded = { rule: `Host(\`${host}\`)`, service: "app", middlewares: ["login"] }
  const traefik = await runTraefik({
    dynamic: {
      http: {
        routers: {
          open: { rule: `Host(\`${openHost}\`)`, service: "app" },
          guarded,
          // The login itself needs https; a Traefik tells the two apart on one port.
          login: { ...guarded, tls: {} },
        },
        middlewares: {
          login: { forwardAuth: { ...only(manifests, "Middleware").spec.forwardAuth, address: `${url}/` } },
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
    const pairs = { one: [] as Pair[], many: [] as Pair[] }
    const costs: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const one = { alone: await measure(openHost, 1), guarded: await measure(host, 1) }
      const alone = await measure(openHost, 16)
      const before = processorSeconds(server.pid)
      const many = { alone, guarded: await measure(host, 16) }
      const spent = processorSeconds(server.pid) - before
      // The first round only warms everything up.
      if (round === 0) continue
      pairs.one.push(one)
      pairs.many.push(many)
      costs.push((spent / (many.guarded.perSecond * seconds)) * 1e6)
    }
    report(pairs, costs)
  } finally {
    await traefik.close()
    await Promise.all([app.end(), users.end(), folder.remove(), outside.close()])
  }
}

interface Pair {
  readonly alone: Answers
  readonly guarded: Answers
}

function report({ one, many }: Readonly<Record<"one" | "many", Pair[]>>, costs: readonly number[]): void {
  const row = (name: string, pairs: readonly Pair[], pick: (answers: Answers) => number, unit: string) => {
    const alone = median(pairs.map((pair) => pick(pair.alone)))
    const guarded = median(pairs.map((pair) => pick(pair.guarded)))
    const ratio = median(pairs.map((pair) => pick(pair.guarded) / pick(pair.alone)))
    return `${name.padEnd(34)}${number(alone, unit)}${number(guarded, unit)}${ratio.toFixed(2).padStart(10)}\n`
  }
  process.stdout.write(
    [
      `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.versions.node}, Traefik 3.7.13; `,
      `${canPin ? "Traefik and server on one core, app and users on another" : "nothing pinned"}\n\n`,
      `${"".padEnd(34)}${"alone".padStart(14)}${"with login".padStart(14)}${"ratio".padStart(10)}\n`,
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
