/** The process is killed, stopped or given a broken configuration under load. Nobody gets in who should not, or out. */
import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as sleep } from "node:timers/promises"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { watchApps } from "../../src/cli/serve/app-folder.ts"
import { version } from "../../src/cli/version.ts"
import { sealSession } from "../../src/core/session/session.ts"
import { startTarget } from "../attacks/target.ts"
import { type Answer, ask } from "../server/browser.ts"
import { newSessionSecret } from "../server/start.ts"

const host = "app.example.test"
const good = `domain: ${host}\nprovider:\n  url: http://127.0.0.1:9/\nbypassPaths: [/open]\n`
const broken = good.replace("bypassPaths: [/open]", "bypasPaths: [/]")

let folder = ""
let cookie = ""
let running: ChildProcess | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "idp-oidc-"))
  await writeFile(join(folder, "values.yaml"), good)
  const secrets = { client_id: "id", client_secret: "secret~value", session_secret: newSessionSecret() }
  for (const [name, value] of Object.entries(secrets)) await writeFile(join(folder, name), value)
  cookie = await sessionCookie()
})
afterEach(async () => {
  running?.kill("SIGKILL")
  running = undefined
  await rm(folder, { recursive: true })
})

const load = () =>
  watchApps({
    config: join(folder, "values.yaml"),
    secrets: folder,
    chartVersion: version,
    tenantId: undefined,
  })

/** A session as this configuration seals it, good for an hour. */
async function sessionCookie(): Promise<string> {
  const [config] = (await load()()).apps
  if (config === undefined) throw new Error("the configuration is refused")
  const now = Math.floor(Date.now() / 1000)
  const times = { loginAt: now, issuedAt: now, expiresAt: now + 3600, renewAfter: now + 3600 }
  const session = {
    id: "id",
    claims: { sub: "u1", name: "Ann" },
    tokens: {},
    policy: config.fingerprint,
    ...times,
  }
  return `${config.cookies.names.session[0]}=1${sealSession(config.keysFor(host), session, randomBytes(12))}`
}

async function serve(
  listen = "127.0.0.1:0",
): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const files = ["--config", join(folder, "values.yaml"), "--secrets", folder]
  const addresses = ["--listen", listen, "--admin-listen", "127.0.0.1:0", "--json"]
  const child = spawn(process.execPath, [resolve("bin/idp-oidc.js"), "serve", ...files, ...addresses])
  running = child
  const [line] = await once(createInterface({ input: child.stdout }), "line")
  return { url: JSON.parse(String(line)).url, process: child }
}

interface Seen {
  readonly ann: (number | "no answer")[]
  readonly stranger: (number | "no answer")[]
  readonly open: (number | "no answer")[]
}

/** Ten requests at a time, of someone with a session, of someone without, and for an open path, until told to stop. */
function startLoad(url: string): { readonly seen: Seen; readonly stop: () => Promise<void> } {
  const seen: Seen = { ann: [], stranger: [], open: [] }
  let stopped = false
  const request = async (headers: Record<string, string>): Promise<number | "no answer"> => {
    const forwarded = { "x-forwarded-method": "GET", "x-forwarded-host": host, "x-forwarded-uri": "/page" }
    const answer = await ask(url, { ...forwarded, ...headers }).catch((): Answer | undefined => undefined)
    return answer?.status ?? "no answer"
  }
  const worker = async () => {
    while (!stopped) {
      seen.ann.push(await request({ cookie }))
      seen.stranger.push(await request({ cookie: cookie.replace(/.{4}$/, "AAAA") }))
      seen.open.push(await request({ "x-forwarded-uri": "/open" }))
      await sleep(5)
    }
  }
  const workers = Array.from({ length: 10 }, worker)
  return {
    seen,
    stop: async () => {
      stopped = true
      await Promise.all(workers)
    },
  }
}

const kinds = (statuses: readonly (number | "no answer")[]) => [...new Set(statuses)].sort()

describe("a server under load", () => {
  it("that is killed and started again still knows its sessions, and never takes a stranger for one", async () => {
    const first = await serve()
    const { seen, stop } = startLoad(first.url)
    await sleep(600)
    first.process.kill("SIGKILL")
    await once(first.process, "exit")
    await sleep(200)
    await serve(new URL(first.url).host)
    const before = seen.ann.length
    await sleep(800)
    await stop()
    expect(kinds(seen.ann.slice(before + 10))).toEqual([200])
    expect(kinds(seen.ann)).toEqual([200, "no answer"])
    expect(kinds(seen.stranger)).toEqual([401, "no answer"])
    expect(kinds(seen.open)).toEqual([200, "no answer"])
  })

  it("that is told to stop answers what it has taken, and ends with 0", async () => {
    const { url, process: child } = await serve()
    const { seen, stop } = startLoad(url)
    await sleep(600)
    const taken = seen.ann.length
    child.kill("SIGTERM")
    const [code] = await once(child, "exit")
    await stop()
    expect(code).toBe(0)
    expect(taken).toBeGreaterThan(20)
    // Ten are under way at a time: once one was refused, at most the others of its round are answered.
    const end = seen.ann.indexOf("no answer")
    expect(kinds(seen.ann.slice(end + 10))).toEqual(["no answer"])
    expect(kinds(seen.stranger)).toEqual([401, "no answer"])
  })

  it("keeps what it has while its files are broken, and takes the next good ones", {
    timeout: 30_000,
  }, async () => {
    const read = load()
    const target = await startTarget((await read()).apps)
    const { seen, stop } = startLoad(target.server.url)
    const texts = [broken, "", "domain: [", `${good}loginUri: /signin\n`, good.slice(0, 30), good]
    const problems: number[] = []
    for (const text of texts) {
      await writeFile(join(folder, "values.yaml"), text)
      const loaded = await read()
      problems.push(loaded.problems.length)
      if (loaded.changed) target.server.replaceApps(loaded.apps)
      await sleep(150)
    }
    await stop()
    await target.server.close()
    expect(problems.map((count) => count > 0)).toEqual([true, true, true, false, true, false])
    expect(kinds(seen.ann)).toEqual([200])
    expect(kinds(seen.stranger)).toEqual([401])
    expect(kinds(seen.open)).toEqual([200])
  })
})
