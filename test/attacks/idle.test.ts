/** T60: ten thousand connections that say nothing, and heads that are too large, at a server in a process of its own. */
import { type ChildProcess, execFileSync, fork } from "node:child_process"
import { once } from "node:events"
import { connect } from "node:net"
import { resolve } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { guideApp } from "../bench/people.ts"
import type { Order } from "../bench/server-process.ts"
import { ask } from "../server/browser.ts"
import { sendBytes, statusesIn } from "./target.ts"

let child: ChildProcess
let url = ""
beforeEach(async () => {
  child = fork(resolve(import.meta.dirname, "../bench/server-process.ts"), { silent: true })
  url = String(await order({ kind: "start", apps: [guideApp] }))
})
afterEach(() => child.kill())

async function order(what: Order): Promise<unknown> {
  child.send(what)
  return (await once(child, "message"))[0]
}

const memory = async (): Promise<number> => Number(await order({ kind: "memory" })) / 1e6

async function isAnswered(): Promise<void> {
  const { status } = await ask(url, {
    "x-forwarded-method": "GET",
    "x-forwarded-host": guideApp.values.domain,
    "x-forwarded-uri": "/healthz",
  })
  expect(status).toBe(200)
}

/** Milliseconds of the slowest but two of 200 requests for a bypassed path, one after another. */
async function p99(): Promise<number> {
  const times: number[] = []
  for (let request = 0; request < 200; request++) {
    const started = performance.now()
    await isAnswered()
    times.push(performance.now() - started)
  }
  return times.toSorted((a, b) => a - b).at(-3) ?? 0
}

/** As many as the machine lets one process have, with room for the rest. */
const idleConnections = Math.min(
  10_000,
  Number(execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" })) - 500 || 500,
)

it("T60: ten thousand idle connections cost little, delay nobody, and end", { timeout: 90_000 }, async () => {
  await p99()
  const before = await memory()
  let ended = 0
  const { hostname, port } = new URL(url)
  for (let count = 0; count < idleConnections; count++) {
    const socket = connect(Number(port), hostname)
    socket.on("error", () => undefined)
    socket.on("close", () => {
      ended += 1
    })
    socket.resume()
    // Connections are taken in their order, so by now the server has those before; more than 511 would be turned away.
    if (count % 250 === 0) await isAnswered()
  }
  await isAnswered()
  expect(ended).toBeLessThan(idleConnections / 2)
  // Milliseconds, with room for a busy machine; alone it is one.
  expect(await p99()).toBeLessThan(100)
  // 20 kB each, at most.
  expect((await memory()) - before).toBeLessThan(idleConnections * 0.02 + 50)
  await expect.poll(() => ended, { timeout: 45_000, interval: 250 }).toBe(idleConnections)
  expect(await p99()).toBeLessThan(100)
})

it("T60: heads that are too large are refused and leave nothing behind", { timeout: 60_000 }, async () => {
  await p99()
  const head = `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${"a".repeat(70_000)}\r\n\r\n`
  const flood = async () => {
    for (let wave = 0; wave < 25; wave++)
      await Promise.all(
        Array.from({ length: 20 }, () => sendBytes(url, head, 5_000).then(statusesIn).then(refused)),
      )
  }
  const refused = (statuses: readonly number[]) =>
    expect(statuses.every((status) => status === 431)).toBe(true)
  await flood()
  const before = await memory()
  await flood()
  await flood()
  expect((await memory()) - before).toBeLessThan(60)
  expect(await p99()).toBeLessThan(100)
})
