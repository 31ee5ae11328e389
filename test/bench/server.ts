import { type ChildProcess, execFileSync, fork } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { request } from "node:http"
import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import type { AppConfig, AppSource } from "../../src/server/config/app-config.ts"
import { imageFlags } from "./image-flags.ts"
import { load } from "./load.ts"
import { median } from "./measure.ts"
import { configOf, cookiesOf, groupsApp, guideApp } from "./people.ts"
import type { Figure } from "./run.ts"
import type { Answer, Order } from "./server-process.ts"

const perRound = 8_000
const rounds = 9

/**
 * Requests per second of one core, as a share of what an empty handler reaches that gives the same answers to the same
 * requests. Measured in processor time of the server's process, which the load generator cannot dilute; in turns, so that a
 * machine that changes speed changes both.
 */
export async function benchServer(): Promise<Figure[]> {
  const cores = availableParallelism()
  const guide = configOf(guideApp)
  const groups = configOf(groupsApp)
  useCores("0")
  const folder = await mkdtemp(join(tmpdir(), "idp-oidc-bench-"))
  const program = await bundleProcess(folder)
  const [empty, app] = await Promise.all([
    startProcess(program),
    startProcess(program, [guideApp, groupsApp]),
  ])
  try {
    const small = cookiesOf(guide, 1, 10)
    const large = cookiesOf(groups, 1, 170)
    // None comes twice.
    const newSmall = () => cookiesOf(guide, perRound, 10)
    const newLarge = () => cookiesOf(groups, perRound, 170)
    const cases: readonly Case[] = [
      { name: "warm session", config: guide, cookies: () => small, atLeast: 0.8 },
      { name: "warm session", config: groups, cookies: () => large, atLeast: 0.8 },
      { name: "cold session", config: guide, cookies: newSmall, atLeast: 0.4 },
      { name: "cold session", config: groups, cookies: newLarge, atLeast: 0.4 },
      { name: "bypassed path", config: guide, cookies: () => small, path: "/healthz", atLeast: 0.8 },
      { name: "denial", config: guide, cookies: () => [""], atLeast: 0.5 },
      { name: "denial, forged", config: guide, cookies: () => small.map(forged), atLeast: 0.2 },
    ]
    const figures: Figure[] = []
    for (const one of cases) figures.push(await compare(empty, app, one))
    return [...figures, await memory(program, guideApp, 10), await memory(program, groupsApp, 170)]
  } finally {
    for (const { child } of [empty, app]) child.kill()
    useCores(`0-${cores - 1}`)
    await rm(folder, { recursive: true })
  }
}

interface Case {
  readonly name: string
  readonly config: AppConfig
  /** `Cookie` headers of one round. */
  readonly cookies: () => readonly string[]
  readonly path?: string
  readonly atLeast: number
}

interface Process {
  readonly child: ChildProcess
  readonly url: string
}

/** Bundled as the image is: Node's own reader of TypeScript would be half of the memory. */
async function bundleProcess(folder: string): Promise<string> {
  const outfile = join(folder, "server-process.mjs")
  await build({
    entryPoints: [fileURLToPath(new URL("server-process.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    minifySyntax: true,
    logLevel: "warning",
  })
  return outfile
}

async function startProcess(
  program: string,
  apps?: readonly AppSource[],
  moreFlags: readonly string[] = [],
): Promise<Process> {
  const child = fork(program, onOneCore([...(await imageFlags()), ...moreFlags]))
  return { child, url: await ask<string>(child, apps ? { kind: "start", apps } : { kind: "start" }) }
}

/**
 * The load shares the server's core. On another one it sleeps whenever the server is the slower of the two, and each answer then
 * pays for waking that core up, which in a virtual machine costs more than the answer: only the slower one would pay it.
 */
function useCores(list: string): void {
  if (process.platform === "linux")
    execFileSync("taskset", ["--pid", "--cpu-list", list, String(process.pid)], { stdio: "ignore" })
}

/** On Linux; elsewhere V8's helpers run beside the server, and their time counts too. */
const onOneCore = (flags: readonly string[]) =>
  process.platform === "linux"
    ? { execPath: "taskset", execArgv: ["-c", "0", process.execPath, ...flags] }
    : { execArgv: [...flags] }

async function ask<Answer>(child: ChildProcess, order: Order): Promise<Answer> {
  const answered = once(child, "message")
  child.send(order)
  const [answer] = await answered
  return answer as Answer
}

/** One character of the ciphertext is another. */
const forged = (cookie: string): string =>
  cookie.slice(0, -60) + (cookie.at(-60) === "A" ? "B" : "A") + cookie.slice(-59)

/** What Traefik sends. */
const requestHeaders = ({ addresses }: AppConfig, path: string, cookie: string): readonly string[][] => [
  ["Host", "bench-oidc.shop.svc"],
  [
    "User-Agent",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
  ],
  ["Accept", "application/json"],
  ["Accept-Encoding", "gzip, deflate, br"],
  ["Accept-Language", "da,en;q=0.9"],
  ...(cookie === "" ? [] : [["Cookie", cookie]]),
  ["X-Forwarded-For", "192.0.2.7"],
  ["X-Forwarded-Host", [...addresses.hosts][0] ?? ""],
  ["X-Forwarded-Method", "GET"],
  ["X-Forwarded-Proto", "https"],
  ["X-Forwarded-Uri", path],
]

const requestText = (headers: readonly (readonly string[])[]): string =>
  `GET / HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`

async function compare(
  empty: Process,
  app: Process,
  { name, config, cookies, path = "/orders", atLeast }: Case,
): Promise<Figure> {
  const [first = ""] = cookies()
  const answer = await answerOf(app.url, requestHeaders(config, path, first))
  await ask(empty.child, { kind: "answer", answer })
  const expected = String(answer.status)
  const cost = async (process: Process, requests: readonly string[]): Promise<number> => {
    const before = await ask<number>(process.child, { kind: "processor-time" })
    const statuses = await load(process.url, perRound, (index) => requests[index % requests.length] ?? "")
    const after = await ask<number>(process.child, { kind: "processor-time" })
    if (statuses.get(expected) !== perRound)
      throw new Error(`${name}: expected ${expected}, got ${JSON.stringify([...statuses])}`)
    return (after - before) / perRound
  }
  const shares: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const requests = cookies().map((cookie) => requestText(requestHeaders(config, path, cookie)))
    const emptyCost = await cost(empty, requests)
    const appCost = await cost(app, requests)
    // The first round only warms both up.
    if (round > 0) shares.push(emptyCost / appCost)
  }
  const size = first === "" ? "no cookie" : `${(first.length / 1000).toFixed(1)} kB of cookies`
  return {
    name: `server: ${name}, ${size}`,
    value: median(shares),
    unit: "of empty",
    atLeast,
  }
}

/** What the server says, without what Node adds by itself. */
async function answerOf(url: string, headers: readonly (readonly string[])[]): Promise<Answer> {
  const [response] = await once(request(url, { headers: headers.flat(), agent: false }).end(), "response")
  const body = (await Array.fromAsync(response.setEncoding("latin1"))).join("")
  const own = (response.rawHeaders as string[]).flatMap((name, at, all) =>
    at % 2 === 1 || ["Date", "Connection", "Keep-Alive"].includes(name) ? [] : [name, all[at + 1] ?? ""],
  )
  return { status: response.statusCode, headers: own, body }
}

/** Megabytes: what V8 takes as the limit of its heap in a pod of 256, as the chart has them. */
const podHeap = 128

/** What a server in such a pod holds after it has seen 100,000 different sessions. */
async function memory(program: string, source: AppSource, groups: number): Promise<Figure> {
  const { child, url } = await startProcess(program, [source], [`--max-old-space-size=${podHeap}`])
  const config = configOf(source)
  for (let batch = 0; batch < 10; batch++) {
    const requests = cookiesOf(config, 10_000, groups).map((cookie) =>
      requestText(requestHeaders(config, "/orders", cookie)),
    )
    // Each twice, or none would be kept.
    await load(url, 2 * requests.length, (index) => requests[index >> 1] ?? "")
  }
  const rss = await ask<number>(child, { kind: "memory" })
  child.kill()
  const name = `server: memory after 100,000 sessions, ${groups} groups`
  // What the pod may have, less a tenth.
  return { name, value: rss / 1e6, unit: "MB", atMost: source === guideApp ? 200 : 240 }
}
