/**
 * `npm run bench:rivals [-- --write] [-- --sources DIR]`: the authenticated check of each forward-auth server, each with a
 * real login at the same provider, on one core in turn. Needs wrk, taskset and Go 1.26. Prints ratios of this one run;
 * `--write` also puts them into `docs/performance.md` and its plot.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { parseArgs } from "node:util"
import { startTestProvider } from "../../server/oidc-provider.ts"
import { median } from "../measure.ts"
import { type Contender, contenders, host, wantedGroup } from "./contenders.ts"
import { build } from "./install.ts"
import { forwarded, logIn } from "./login.ts"
import { combine, type Row, renderTable, writeDocs } from "./report.ts"
import { type LoadResult, runWrk, writeScript } from "./wrk.ts"

/** Each start is another process: what its memory and its compiler happen to do makes one of ten percent. */
const starts = 3
const rounds = 3
const seconds = 1

/** Seconds until a compiler has seen enough, which it would do beside the load otherwise. */
const warmUp = 5
const connections = 16

/** Milliseconds between two requests of a connection under half the load. */
const restMs = 10

interface Running {
  readonly contender: Contender
  readonly child: ChildProcess
  readonly url: string
  readonly script: string
  readonly cookieBytes: number
}

const { values: flags } = parseArgs({ options: { write: { type: "boolean" }, sources: { type: "string" } } })

const missing: string[] = []
for (const name of new Set(contenders.flatMap(({ builtBy }) => builtBy ?? []))) {
  const why = await build(name, flags.sources)
  if (why !== undefined) missing.push(name)
  console.log(why === undefined ? `built   ${name}` : `missing ${name}: ${why}`)
}
const present = contenders.filter(({ builtBy }) => builtBy === undefined || !missing.includes(builtBy))
const folder = await mkdtemp(join(tmpdir(), "idp-oidc-rivals-"))
const provider = await startTestProvider({
  redirectUris: [...new Set(contenders.map(({ callbackPath }) => `https://${host}${callbackPath}`))],
  withoutPkce: true,
})
try {
  const rows: Row[] = []
  for (const [groups, processors] of [
    [10, 1],
    [150, 1],
    [10, 2],
  ] as const) {
    const wanted = processors === 1 ? present : present.filter(({ name }) => !name.includes(","))
    rows.push(...(await measure(wanted, groups, processors)))
  }
  console.log(renderTable(rows))
  if (flags.write) await writeDocs(rows, missing)
} finally {
  await provider.close()
  await rm(folder, { recursive: true })
}

/** Medians over several starts of everyone. */
async function measure(wanted: readonly Contender[], groups: number, processors: number): Promise<Row[]> {
  provider.loginAs = {
    sub: "f1b6c7a0-1111-4222-8333-444455556666",
    name: "Jørgen Ærø",
    email: "jorgen.aero@example.com",
    // Ids are random, as Entra's are: some sessions are compressed.
    groups: [wantedGroup, ...Array.from({ length: groups - 1 }, () => randomUUID())],
  }
  const runs: Row[] = []
  for (let start = 0; start < starts; start++) runs.push(...(await measureOnce(wanted, groups, processors)))
  return wanted.map((contender) => combine(runs.filter((row) => row.contender === contender)))
}

async function measureOnce(wanted: readonly Contender[], groups: number, processors: number): Promise<Row[]> {
  const rows: Row[] = []
  const running: Running[] = []
  for (const contender of wanted) {
    try {
      running.push(await start(contender, processors))
    } catch (error) {
      rows.push({ contender, groups, processors, failed: (error as Error).message })
    }
  }
  try {
    for (const one of running) await runWrk(one.url, one.script, { connections, seconds: warmUp })
    const full = await inTurns(running, (one) => runWrk(one.url, one.script, { connections, seconds }))
    const half = await inTurns(running, (one) => {
      const perSecond = medianOf(full, one, "perSecond") / 2
      const resting = Math.max(1, Math.round(perSecond * (restMs / 1000)))
      return runWrk(one.url, one.script, { connections: resting, seconds, pauseMs: restMs })
    })
    for (const one of running)
      rows.push({
        contender: one.contender,
        groups,
        processors,
        cookieBytes: one.cookieBytes,
        perSecond: medianOf(full, one, "perSecond"),
        p50: medianOf(full, one, "p50"),
        p99: medianOf(full, one, "p99"),
        half: { perSecond: medianOf(half, one, "perSecond"), p99: medianOf(half, one, "p99") },
        memory: await residentBytes(one.child.pid ?? 0),
      })
    return rows
  } finally {
    for (const { child } of running) child.kill()
  }
}

type Results = ReadonlyMap<Running, readonly LoadResult[]>

/** Round after round, so that a machine that changes speed changes all of them. */
async function inTurns(
  running: readonly Running[],
  load: (one: Running) => Promise<LoadResult>,
): Promise<Results> {
  const results = new Map(running.map((one): [Running, LoadResult[]] => [one, []]))
  for (let round = 0; round < rounds; round++)
    for (const one of running) results.get(one)?.push(await load(one))
  return results
}

function medianOf(results: Results, one: Running, figure: keyof LoadResult): number {
  return median((results.get(one) ?? []).map((result) => result[figure]))
}

async function start(contender: Contender, processors: number): Promise<Running> {
  const port = await freePort()
  const own = await mkdtemp(join(folder, `${contender.name.replace(/\W+/g, "-")}-`))
  const { issuer, clientId, clientSecret } = provider
  const { command, args, env } = await contender.prepare({
    port,
    folder: own,
    issuer,
    clientId,
    clientSecret,
    processors,
  })
  const cores = processors === 1 ? "0" : `0-${processors - 1}`
  const child = spawn("taskset", ["-c", cores, command, ...args], {
    stdio: "ignore",
    env: { ...process.env, GOMAXPROCS: String(processors), ...env },
  })
  const url = `http://127.0.0.1:${port}`
  try {
    await answering(url)
    const cookie = await logIn(contender, url)
    const script = join(own, "wrk.lua")
    const headers = { ...forwarded("/orders"), Accept: "application/json", Cookie: cookie }
    await writeScript(script, contender.checkPath, headers)
    return { contender, child, url, script, cookieBytes: cookie.length }
  } catch (error) {
    child.kill()
    throw error
  }
}

/** Until it answers anything at all, at most ten seconds. */
async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await fetch(url, { redirect: "manual" })
      return
    } catch {
      await pause(100)
    }
  }
  throw new Error("does not answer")
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })
}

/** Of a process and its children. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8")
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).split(" ").filter(Boolean)
  const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
  const more = await Promise.all(children.map((child) => residentBytes(Number(child))))
  return more.reduce((sum, bytes) => sum + bytes, own)
}
