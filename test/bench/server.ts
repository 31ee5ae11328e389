import { type ChildProcess, fork } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { renderSession } from "../../src/core/session/cookie.ts"
import { sealSession } from "../../src/core/session/session.ts"
import { type AppConfig, type AppSource, makeAppConfig } from "../../src/server/config/app-config.ts"
import { load } from "./load.ts"
import { median } from "./measure.ts"
import type { Figure } from "./run.ts"
import type { Order } from "./server-process.ts"

const host = "app.example.test"
const perRound = 8_000
const rounds = 5

/**
 * Requests per second of one core, as a share of what an empty handler answers to the same requests. Measured in processor
 * time of the server's process, which neither the load generator nor the machine's other core can dilute.
 */
export async function benchServer(): Promise<Figure[]> {
  const config = configOf(source)
  const folder = await mkdtemp(join(tmpdir(), "idp-oidc-bench-"))
  const program = await bundleProcess(folder)
  const [empty, app] = await Promise.all([startProcess(program), startProcess(program, source)])
  try {
    const small = sessionCookies(config, 1, 10)
    const large = sessionCookies(config, 1, 90)
    const manySmall = sessionCookies(config, 20_000, 10)
    const manyLarge = sessionCookies(config, 20_000, 90)
    const cases: readonly Case[] = [
      { name: "warm session, 0.8 kB cookie", cookies: small, status: "200", atLeast: 0.8 },
      { name: "warm session, 4.8 kB cookies", cookies: large, status: "200", atLeast: 0.8 },
      { name: "cold session, 0.8 kB cookie", cookies: manySmall, status: "200", atLeast: 0.4 },
      { name: "cold session, 4.8 kB cookies", cookies: manyLarge, status: "200", atLeast: 0.4 },
      { name: "bypassed path", cookies: small, path: "/healthz", status: "200", atLeast: 0.8 },
      { name: "denial, no cookie", cookies: [""], status: "401" },
      {
        name: "denial, forged cookie",
        cookies: small.map((cookie) => cookie.replace(/.$/, "A")),
        status: "401",
      },
    ]
    const figures: Figure[] = []
    for (const one of cases) figures.push(await compare(empty, app, one))
    return [...figures, await memory(app, config)]
  } finally {
    for (const { child } of [empty, app]) child.kill()
    await rm(folder, { recursive: true })
  }
}

interface Case {
  readonly name: string
  readonly cookies: readonly string[]
  readonly path?: string
  readonly status: string
  readonly atLeast?: number
}

interface Process {
  readonly child: ChildProcess
  readonly url: string
}

/** Made anew for each run; the provider is never asked. */
const source: AppSource = {
  app: "bench-oidc",
  values: {
    domain: host,
    bypassPaths: ["/healthz"],
    provider: { url: "http://127.0.0.1:1/" },
    authorization: { assertClaims: [{ name: "groups", anyOf: ["group-0"] }] },
  },
  secrets: {
    clientId: "11111111-2222-4333-8444-555555555555",
    clientSecret: randomBytes(20).toString("hex"),
    sessionSecret: randomBytes(16).toString("hex"),
  },
}

function configOf(app: AppSource): AppConfig {
  const made = makeAppConfig(app)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value
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

/** Node's flags of the image, such as `--max-semi-space-size=16`. */
async function imageFlags(): Promise<readonly string[]> {
  const dockerfile = await readFile(new URL("../../Dockerfile", import.meta.url), "utf8")
  const entry = /^ENTRYPOINT (?<words>\[.*\])$/m.exec(dockerfile)?.groups?.words ?? "[]"
  return (JSON.parse(entry) as readonly string[]).filter((word) => word.startsWith("--"))
}

async function startProcess(program: string, app?: AppSource): Promise<Process> {
  const child = fork(program, { execArgv: [...(await imageFlags())] })
  return { child, url: await ask<string>(child, app ? { kind: "start", app } : { kind: "start" }) }
}

async function ask<Answer>(child: ChildProcess, order: Order): Promise<Answer> {
  const answered = once(child, "message")
  child.send(order)
  const [answer] = await answered
  return answer as Answer
}

/** `Cookie` headers of that many people, each in `groups` groups. */
function sessionCookies(config: AppConfig, people: number, groups: number): readonly string[] {
  const now = Math.floor(Date.now() / 1000)
  const { names, session: cookieAttributes } = config.cookies
  const noCookies = { chunks: [], refresh: [], logins: new Map(), upstream: undefined, extra: undefined }
  return Array.from({ length: people }, (_, person) => {
    const session = {
      id: randomBytes(12).toString("base64url"),
      claims: {
        sub: `person-${person}`,
        name: "Jørgen Ærø",
        email: "jorgen.aero@example.com",
        groups: Array.from({ length: groups }, (_, group) => `group-${group}`.padEnd(36, "-")).with(
          0,
          "group-0",
        ),
      },
      tokens: {},
      loginAt: now,
      issuedAt: now,
      expiresAt: now + 3600,
      renewAfter: now + 2700,
      policy: config.identity.fingerprint,
    }
    const sealed = sealSession(config.keys, config.binding(host), session, randomBytes(12))
    const cookies = renderSession(sealed, names, cookieAttributes, noCookies)
    if (!cookies) throw new Error("This session fits no cookies")
    return cookies.map((cookie) => cookie.split(";")[0]).join("; ")
  })
}

/** What Traefik sends. */
const requestText = (path: string, cookie: string): string =>
  [
    "GET / HTTP/1.1",
    "Host: bench-oidc.shop.svc",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Accept: application/json",
    "Accept-Encoding: gzip, deflate, br",
    "Accept-Language: da,en;q=0.9",
    "X-Forwarded-For: 192.0.2.7",
    `X-Forwarded-Host: ${host}`,
    "X-Forwarded-Method: GET",
    "X-Forwarded-Proto: https",
    `X-Forwarded-Uri: ${path}`,
    ...(cookie === "" ? [] : [`Cookie: ${cookie}`]),
    "",
    "",
  ].join("\r\n")

async function compare(
  empty: Process,
  app: Process,
  { name, cookies, path = "/orders", status, atLeast }: Case,
): Promise<Figure> {
  const requests = cookies.map((cookie) => requestText(path, cookie))
  const request = (index: number) => requests[index % requests.length] ?? ""
  let sent = 0
  const cost = async (process: Process, expected: string): Promise<number> => {
    const before = await ask<number>(process.child, { kind: "processor-time" })
    const offset = sent
    const statuses = await load(process.url, perRound, (index) => request(offset + index))
    const after = await ask<number>(process.child, { kind: "processor-time" })
    if (statuses.get(expected) !== perRound)
      throw new Error(`${name}: expected ${expected}, got ${JSON.stringify([...statuses])}`)
    return (after - before) / perRound
  }
  const shares: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const emptyCost = await cost(empty, "200")
    const appCost = await cost(app, status)
    sent += perRound
    // The first round only warms both up.
    if (round > 0) shares.push(emptyCost / appCost)
  }
  return {
    name: `server: ${name}`,
    value: median(shares),
    unit: "of empty",
    ...(atLeast === undefined ? {} : { atLeast }),
  }
}

/** What the server holds after it has seen 100,000 different sessions. */
async function memory({ child, url }: Process, config: AppConfig): Promise<Figure> {
  for (let batch = 0; batch < 10; batch++) {
    const requests = sessionCookies(config, 10_000, 10).map((cookie) => requestText("/orders", cookie))
    await load(url, requests.length, (index) => requests[index] ?? "")
  }
  const rss = await ask<number>(child, { kind: "memory" })
  return { name: "server: memory after 100,000 sessions", value: rss / 1e6, unit: "MB", atMost: 200 }
}
