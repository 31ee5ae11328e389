import { execFileSync } from "node:child_process"
import { once } from "node:events"
import { rm } from "node:fs/promises"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parseNumber } from "../../../src/cli/serve/number.ts"
import { sumMetrics } from "../../../src/cli/serve/sum-metrics.ts"
import { ask } from "../../server/browser.ts"
import { forwarded, makeFolder, type Serving, startServe } from "./start-serve.ts"

let folder = ""
let serving: Serving | undefined
beforeAll(async () => {
  folder = await makeFolder()
})
afterAll(async () => {
  serving?.child.kill("SIGKILL")
  await rm(folder, { recursive: true })
})

const workersOf = ({ child }: Serving): readonly number[] =>
  execFileSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map(Number)

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(50)
}

describe("serve --workers 2", () => {
  it("shares one address, sums what its workers count, replaces one that ends, and stops all of them", async () => {
    serving = await startServe(folder, "--workers", "2")
    const { child, url, adminUrl } = serving
    for (let request = 0; request < 10; request++) expect((await ask(url, forwarded)).status).toBe(200)
    expect((await ask(`${adminUrl}/readyz`)).status).toBe(200)
    const metrics = (await ask(`${adminUrl}/metrics`)).body
    expect(metrics).toContain('idp_oidc_replies_total{route="authorize",status="200"} 10\n')
    expect(metrics.match(/# TYPE idp_oidc_replies_total/g)).toHaveLength(1)
    expect((await ask(`${adminUrl}/nothing`)).status).toBe(404)

    const before = workersOf(serving)
    expect(before).toHaveLength(2)
    process.kill(before[0] ?? 0, "SIGKILL")
    await until(() => !isAlive(before[0] ?? 0))
    // The other one goes on, and nobody restarts them all.
    expect((await ask(`${adminUrl}/healthz`)).status).toBe(200)
    expect((await ask(url, forwarded)).status).toBe(200)
    await until(async () => workersOf(serving as Serving).length === 2)
    const after = workersOf(serving)
    expect(after).toContain(before[1])
    expect(after).not.toContain(before[0])
    // What it had counted is not forgotten: one more was answered meanwhile.
    await until(async () => (await ask(`${adminUrl}/metrics`)).status === 200)
    expect((await ask(`${adminUrl}/metrics`)).body).toContain(
      'idp_oidc_replies_total{route="authorize",status="200"} 11\n',
    )

    child.kill("SIGTERM")
    expect((await once(child, "exit"))[0]).toBe(0)
    expect(after.filter(isAlive)).toEqual([])
  }, 30_000)
})

describe("the sum of metrics", () => {
  it("adds each series up and keeps families together, those of one worker only included", () => {
    const head = (name: string) => `# HELP ${name} h\n# TYPE ${name} counter\n`
    const one = `${head("a")}a{s="200"} 2\n${head("b")}b 0.5\n`
    const other = `${head("a")}a{s="200"} 1\na{s="401"} 7\n${head("b")}b 1\n`
    expect(sumMetrics([one, other])).toBe(`${head("a")}a{s="200"} 3\na{s="401"} 7\n${head("b")}b 1.5\n`)
  })
})

describe("a number of workers", () => {
  it("is read", () => expect(parseNumber("64", "workers", 1, 64)).toBe(64))
  it.each(["0", "65", "-1", "1.5", "two", "", "1e1"])("%j is refused", (text) => {
    expect(() => parseNumber(text, "workers", 1, 64)).toThrow("--workers does not take")
  })
})
