import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { toolPath } from "../tools/paths.ts"
import { request } from "./client.ts"

/** What the file provider reads: the same words as in the custom resources. */
export interface TraefikOptions {
  readonly host: string
  /** `spec.forwardAuth` of the rendered Middleware. */
  readonly forwardAuth: object
  readonly appUrl: string
}

export interface Traefik {
  /** An entry point as it comes: no peer is trusted. */
  readonly port: number
  /** One that believes every `X-Forwarded-*` of every peer, as behind a careless load balancer. */
  readonly trustingPort: number
  readonly accessLog: () => Promise<readonly Readonly<Record<string, unknown>>[]>
  readonly close: () => Promise<void>
}

/** A real Traefik on loopback, with TLS by the certificate that it makes itself. */
export async function startTraefik({ host, forwardAuth, appUrl }: TraefikOptions): Promise<Traefik> {
  const [port, trustingPort] = await Promise.all([freePort(), freePort()])
  const { folder, close } = await runTraefik({
    dynamic: {
      http: {
        routers: { app: { rule: `Host(\`${host}\`)`, service: "app", middlewares: ["login"], tls: {} } },
        middlewares: { login: { forwardAuth } },
        services: { app: { loadBalancer: { servers: [{ url: appUrl }] } } },
      },
    },
    flags: (folder) => [
      `--entrypoints.plain.address=127.0.0.1:${port}`,
      `--entrypoints.trusting.address=127.0.0.1:${trustingPort}`,
      "--entrypoints.trusting.forwardedheaders.insecure=true",
      `--accesslog.filepath=${folder}/access.json`,
      "--accesslog.format=json",
    ],
    status: async () => (await request({ port, host })).status,
  })
  return {
    port,
    trustingPort,
    accessLog: async () =>
      (await readFile(join(folder, "access.json"), "utf8"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    close,
  }
}

export interface RunOptions {
  /** What the file provider reads. */
  readonly dynamic: object
  /** Entry points and the like; `folder` is removed at the end. */
  readonly flags: (folder: string) => readonly string[]
  /** What a router answers now; it fails, or is 404, until Traefik has read the file. */
  readonly status: () => Promise<number>
  /** What to start it with, such as `taskset -c 1`. */
  readonly prefix?: readonly string[]
}

/** Resolves once the router is there. */
export async function runTraefik({ dynamic, flags, status, prefix = [] }: RunOptions): Promise<{
  readonly folder: string
  readonly close: () => Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), "idp-oidc-traefik-"))
  await writeFile(join(folder, "dynamic.yaml"), JSON.stringify(dynamic))
  const [program = "", ...args] = [
    ...prefix,
    toolPath("traefik"),
    ...flags(folder),
    `--providers.file.filename=${join(folder, "dynamic.yaml")}`,
    "--global.checknewversion=false",
    "--global.sendanonymoususage=false",
    "--log.level=WARN",
  ]
  const traefik = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] })
  const output = collect(traefik)
  const close = async (): Promise<void> => {
    await stop(traefik)
    await rm(folder, { recursive: true })
  }
  for (const deadline = Date.now() + 20_000; ; await sleep(100)) {
    const last = await status().catch(() => undefined)
    if (last && last !== 404) return { folder, close }
    if (Date.now() < deadline) continue
    await close()
    throw new Error(`Traefik does not answer, or with ${last}:\n${output()}`)
  }
}

async function stop(traefik: ChildProcess): Promise<void> {
  if (traefik.exitCode !== null) return
  const exited = once(traefik, "exit")
  traefik.kill("SIGKILL")
  await exited
}

function collect({ stdout, stderr }: ChildProcess): () => string {
  const chunks: string[] = []
  for (const stream of [stdout, stderr]) stream?.on("data", (chunk: Buffer) => chunks.push(chunk.toString()))
  return () => chunks.join("")
}

/** One that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address ? address.port : 0
}
