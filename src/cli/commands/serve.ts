import cluster from "node:cluster"
import { randomBytes } from "node:crypto"
import { pino } from "pino"
import { createProvider } from "../../adapters/oidc/provider.ts"
import { companyProfile } from "../../core/contract/company.ts"
import { AppError } from "../../core/errors.ts"
import { type RunningServer, startServer } from "../../server/server.ts"
import type { RunCommand } from "../command.ts"
import { type Loaded, watchApps } from "../serve/app-folder.ts"
import { parseListenAddress } from "../serve/listen-address.ts"
import { parseNumber } from "../serve/number.ts"
import { pause } from "../serve/pause.ts"
import { type Started, stopOfWorker, workerAdminListen } from "../serve/worker.ts"
import { superviseWorkers } from "../serve/workers.ts"
import { version } from "../version.ts"

/**
 * `idp-oidc serve`: runs until it is told to stop, then finishes what is under way.
 *
 * @throws AppError `usage/missing-answers`, `usage/invalid-flag`, `serve/invalid-config`, `serve/cannot-listen`
 */
export const run: RunCommand = async (invocation, io) => {
  const config = invocation.text("config")
  const secrets = invocation.text("secrets")
  if (config === undefined || secrets === undefined) {
    const missing = [
      ...(config === undefined ? ["--config"] : []),
      ...(secrets === undefined ? ["--secrets"] : []),
    ]
    throw new AppError("usage/missing-answers", `serve needs ${missing.join(" and ")}.`, {
      hint: "idp-oidc serve --config values.yaml --secrets /run/secrets/oidc",
    })
  }
  const listen = parseListenAddress(invocation.text("listen") ?? ":4180", "listen")
  const adminListen = parseListenAddress(invocation.text("admin-listen") ?? ":9090", "admin-listen")

  const workers = parseNumber(invocation.text("workers") ?? "1", "workers", 1, 64)
  const drainDelay = parseNumber(invocation.text("drain-delay") ?? "0", "drain-delay", 0, 600)

  const load = watchApps({ config, secrets, chartVersion: version, tenantId: companyProfile.tenantId })
  const loaded = await load()
  if (loaded.problems.length > 0)
    throw new AppError("serve/invalid-config", "Nothing is served: the configuration cannot work.", {
      details: loaded.problems,
      hint: "docs/configuration.md describes each setting.",
    })
  // Lines go to stderr; what follows stdout is the one line that says where the server is.
  const log = pino({ level: loaded.logLevel, base: null }, pino.destination(2))
  const announce = ({ url, adminUrl }: Started): void => {
    const apps = loaded.apps.map(({ app, addresses }) => ({ app, hosts: [...addresses.hosts] }))
    io.stdout.write(
      invocation.on("json")
        ? `${JSON.stringify({ schema: 1, url, adminUrl, apps })}\n`
        : `idp-oidc ${version} answers at ${url} for ${apps.flatMap(({ hosts }) => hosts).join(", ")}; health at ${adminUrl}/healthz\n`,
    )
  }
  if (cluster.isPrimary) for (const warning of loaded.warnings) log.warn({ warning }, "configuration")
  if (cluster.isPrimary && workers > 1) {
    await superviseWorkers({ count: workers, adminListen, signal: io.signal, log, announce }).catch(
      (error: unknown) => {
        throw cannotListen(error)
      },
    )
    return "ok"
  }
  const server = await startServer({
    apps: loaded.apps,
    listen,
    adminListen: cluster.isWorker ? workerAdminListen : adminListen,
    createProvider,
    now: Date.now,
    random: (bytes) => randomBytes(bytes),
    log,
  }).catch((error: unknown) => {
    throw cannotListen(error)
  })

  const { url, adminUrl } = server
  if (cluster.isWorker) process.send?.({ url, adminUrl } satisfies Started)
  else announce({ url, adminUrl })
  await reloadUntil(cluster.isWorker ? stopOfWorker(io.signal) : io.signal, load, server, log)
  await server.close(drainDelay * 1000)
  cluster.worker?.disconnect()
  return "ok"
}

/** Milliseconds between two looks at the files. Kubernetes itself takes up to a minute to change a mounted one. */
const reloadMs = 5_000

async function reloadUntil(
  signal: AbortSignal,
  load: () => Promise<Loaded>,
  server: RunningServer,
  log: Pick<pino.Logger, "info" | "error">,
): Promise<void> {
  let told = ""
  while (!signal.aborted) {
    await pause(reloadMs, signal)
    if (signal.aborted) return
    const { apps, problems, changed } = await look(load)
    if (changed) {
      server.replaceApps(apps)
      log.info({ apps: apps.length }, "configuration reloaded")
    }
    // Once, not at each look: the last good configuration is still being served.
    const text = problems.join("\n")
    if (text !== told && text !== "") log.error({ problems }, "configuration not reloaded")
    told = text
  }
}

/** A look that fails for whatever reason ends nothing: without this loop nobody would hear the signal to stop. */
async function look(load: () => Promise<Loaded>): Promise<Pick<Loaded, "apps" | "problems" | "changed">> {
  try {
    return await load()
  } catch (error) {
    // Its message might quote what it fell over.
    const kind = error instanceof Error ? error.name : typeof error
    return { apps: [], problems: [`The files could not be looked at (${kind}).`], changed: false }
  }
}

function cannotListen(error: unknown): unknown {
  const { code, address, port } = (error ?? {}) as { code?: unknown; address?: unknown; port?: unknown }
  if (code !== "EADDRINUSE" && code !== "EACCES" && code !== "EADDRNOTAVAIL") return error
  return new AppError("serve/cannot-listen", `Cannot listen on ${address}:${port} (${code}).`, {
    hint: "Choose another address with --listen and --admin-listen.",
    cause: error,
  })
}
