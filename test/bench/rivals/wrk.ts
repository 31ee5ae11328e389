/** wrk, the load generator (Debian: `apt-get install wrk`), on a core of its own where the machine has more than one. */
import { execFile } from "node:child_process"
import { writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { promisify } from "node:util"

const execute = promisify(execFile)

export interface LoadResult {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

/** Wrk's own language. The cookie is in this file, because arguments are there for everyone to read. */
export async function writeScript(
  path: string,
  target: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const text = Object.entries(headers).map(([name, value]) => `[${quoted(name)}] = ${quoted(value)}`)
  const lines = [
    "local text",
    `function init() text = wrk.format("GET", ${quoted(target)}, { ${text.join(", ")} }) end`,
    "function request() return text end",
    'local pause = tonumber(os.getenv("PAUSE_MS") or "0")',
    "if pause > 0 then function delay() return math.random(1, 2 * pause - 1) end end",
    "function done(summary, latency)",
    "  local e = summary.errors",
    '  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,',
    "    latency:percentile(50), latency:percentile(99), e.status + e.connect + e.read + e.write + e.timeout))",
    "end",
  ]
  await writeFile(path, `${lines.join("\n")}\n`, { mode: 0o600 })
}

/** `pauseMs`: how long each connection rests between two requests, on average. */
export async function runWrk(
  url: string,
  script: string,
  {
    connections,
    seconds,
    pauseMs = 0,
  }: Readonly<Record<"connections" | "seconds", number>> & { pauseMs?: number },
): Promise<LoadResult> {
  const core = availableParallelism() > 1 ? ["-c", "1"] : ["-c", "0"]
  const { stdout } = await execute(
    "taskset",
    [...core, "wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, url],
    { env: { ...process.env, PAUSE_MS: String(pauseMs) } },
  )
  const found = /^RESULT (\d+) (\d+) (\d+) (\d+) (\d+)$/m.exec(stdout)
  if (found === null) throw new Error(`wrk said: ${stdout}`)
  const [requests = 0, microseconds = 1, p50 = 0, p99 = 0, errors = 0] = found.slice(1).map(Number)
  if (errors > 0) throw new Error(`${errors} of ${requests} requests were not let in`)
  return { perSecond: requests / (microseconds / 1e6), p50: p50 / 1000, p99: p99 / 1000 }
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`
