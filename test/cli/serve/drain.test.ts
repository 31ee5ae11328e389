import { once } from "node:events"
import { rm } from "node:fs/promises"
import { Agent, request } from "node:http"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, expect, it } from "vitest"
import { ask } from "../../server/browser.ts"
import { forwarded, makeFolder, type Serving, startServe } from "./start-serve.ts"

let folder = ""
const started: Serving[] = []
const start = async (): Promise<Serving> => {
  const serving = await startServe(folder, "--drain-delay", "1")
  started.push(serving)
  return serving
}
beforeAll(async () => {
  folder = await makeFolder()
})
afterAll(async () => {
  for (const { child } of started) child.kill("SIGKILL")
  await rm(folder, { recursive: true })
})

/** Sends in turn to those that said at the last look, up to 200 ms ago, that they are ready. Tries nothing twice. */
function startIngress(first: readonly Serving[]) {
  const agent = new Agent({ keepAlive: true })
  const outcomes = new Map<string, number>()
  const known = new Set(first)
  let ready = [...first]
  let turn = 0
  let isOn = true
  const look = async (): Promise<void> => {
    while (isOn) {
      const looked = await Promise.all(
        [...known].map(async (one) => {
          const answer = await ask(`${one.adminUrl}/readyz`).catch(() => undefined)
          return answer?.status === 200 ? [one] : []
        }),
      )
      ready = looked.flat()
      await pause(200)
    }
  }
  const send = (url: string): Promise<string> =>
    new Promise((resolve) => {
      const sent = request(url, { agent, headers: forwarded }, (response) => {
        response.resume().on("end", () => resolve(String(response.statusCode)))
      })
      sent.on("error", (error) => resolve(error.message))
      sent.end()
    })
  const use = async (): Promise<void> => {
    while (isOn) {
      const outcome = await send(ready[turn++ % ready.length]?.url ?? "http://127.0.0.1:1")
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      await pause(2)
    }
  }
  const running = [look(), ...Array.from({ length: 8 }, use)]
  return {
    add: (one: Serving) => void known.add(one),
    isUsed: (one: Serving) => ready.includes(one),
    stop: async () => {
      isOn = false
      await Promise.all(running)
      agent.destroy()
      return outcomes
    },
  }
}

it("a rolling restart under load fails no request", async () => {
  const [one, two] = [await start(), await start()]
  const ingress = startIngress([one, two])
  for (const old of [one, two]) {
    const fresh = await start()
    ingress.add(fresh)
    while (!ingress.isUsed(fresh)) await pause(20)
    old.child.kill("SIGTERM")
    const [code] = await once(old.child, "exit")
    expect(code).toBe(0)
  }
  const outcomes = await ingress.stop()
  expect([...outcomes.keys()]).toEqual(["200"])
  expect(outcomes.get("200")).toBeGreaterThan(500)
}, 60_000)

it("a server that is told to stop says so at once and serves on for its drain delay", async () => {
  const { child, url, adminUrl } = await start()
  const ended = once(child, "exit")
  child.kill("SIGTERM")
  while ((await ask(`${adminUrl}/readyz`)).status !== 503) await pause(10)
  const answer = await ask(url, { ...forwarded, connection: "keep-alive" })
  expect(answer.status).toBe(200)
  expect(answer.headers.connection).toBe("close")
  expect((await ended)[0]).toBe(0)
  await expect(ask(url, forwarded)).rejects.toThrow()
}, 20_000)
