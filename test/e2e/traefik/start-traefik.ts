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
  const folder = await mkdtemp(join(tmpdir(), "idp-oidc-traefik-"))
  const [port, trustingPort] = await Promise.all([freePort(), freePort()])
  const dynamic = {
    http: {
      routers: { app: { rule: `Host(\`${host}\`)`, service: "app", middlewares: ["login"], tls: {} } },
      middlewares: { login: { forwardAuth } },
      services: { app: { loadBalancer: { servers: [{ url: appUrl }] } } },
    },
  }
  await writeFile(join(folder, "dynamic.yaml"), JSON.stringify(dynamic))
  const accessLog = join(folder, "access.json")
  const traefik = spawn(
    toolPath("traefik"),
    [
      `--entrypoints.plain.address=127.0.0.1:${port}`,
      `--entrypoints.trusting.address=127.0.0.1:${trustingPort}`,
      "--entrypoints.trusting.forwardedheaders.insecure=true",
      `--providers.file.filename=${join(folder, "dynamic.yaml")}`,
      "--global.checknewversion=false",
      "--global.sendanonymoususage=false",
      "--log.level=WARN",
      `--accesslog.filepath=${accessLog}`,
      "--accesslog.format=json",
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  )
  const output = collect(traefik)
  try {
    await untilRouted(host, port)
  } catch (error) {
    await stop(traefik)
    throw new Error(`Traefik does not answer:\n${output()}`, { cause: error })
  }
  return {
    port,
    trustingPort,
    accessLog: async () =>
      (await readFile(accessLog, "utf8"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    close: async () => {
      await stop(traefik)
      await rm(folder, { recursive: true })
    },
  }
}

/** Until the router is there: Traefik answers 404 before it has read the file. */
async function untilRouted(host: string, port: number): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const answer = await request({ port, host }).catch(() => undefined)
    if (answer && answer.status !== 404) return
    if (Date.now() > deadline) throw new Error(`last answer: ${answer?.status ?? "no connection"}`)
    await sleep(100)
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address ? address.port : 0
}
