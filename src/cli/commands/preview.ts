/** `idp-oidc preview`: the values of a folder, in front of an app, with a stand-in for Entra. */
import { once } from "node:events"
import { resolve } from "node:path"
import { createFiles, type Files } from "../../adapters/fs/files.ts"
import { AppError, type Exit } from "../../core/errors.ts"
import { parseUsers } from "../../sandbox/preview/parse-users.ts"
import { makeReadyDocument, type ReadyPreview, renderReady } from "../../sandbox/preview/render-ready.ts"
import type { SandboxUser } from "../../sandbox/users.ts"
import type { Log, LogFields } from "../../server/log.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { startPreview } from "../compose-preview.ts"
import { readRelease, valueOrThrow } from "../read-release.ts"

export const run: RunCommand = async (invocation, io): Promise<Exit> => {
  const port = parsePort(invocation.text("port"))
  const service = parseService(invocation.text("app"))
  const files = createFiles()
  const folder = invocation.positionals[0] ?? "."
  const release = await readRelease(folder, io.cwd, files)
  if (!invocation.on("quiet"))
    for (const warning of release.warnings) io.stderr.write(`Warning: ${warning}\n`)
  const users = await readUsers(invocation.text("users"), io, files)
  if (service) await requireReachable(service, io.signal)
  const preview = await startPreview({
    ...release,
    port,
    log: createLog(invocation, io),
    ...(users && { users }),
    ...(service && { service }),
  })
  try {
    announce({ ...preview, app: service, valuesPath: release.valuesPath }, invocation, io)
    if (!io.signal.aborted) await once(io.signal, "abort")
  } finally {
    await preview.close()
  }
  return "ok"
}

function announce(ready: ReadyPreview, invocation: Invocation, io: Io): void {
  if (invocation.on("json")) io.stdout.write(`${JSON.stringify(makeReadyDocument(ready))}\n`)
  else io.stdout.write(renderReady(ready))
}

function parsePort(text = "0"): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new AppError("usage/invalid-flag", `--port does not take "${text}".`, {
    hint: "A port is a number from 1 to 65535.",
  })
}

function parseService(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === "http:" && url.pathname === "/" && url.search === "") return url.origin
  throw new AppError("usage/invalid-flag", `--app does not take "${text}".`, {
    hint: "It is the app's address without a path, such as http://localhost:3000.",
  })
}

/** Milliseconds: an app on this machine answers at once or is not there. */
const probeTimeoutMs = 5_000

async function requireReachable(service: string, signal: AbortSignal): Promise<void> {
  try {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)])
    const response = await fetch(service, { method: "HEAD", redirect: "manual", signal: timeout })
    await response.body?.cancel()
  } catch (cause) {
    throw new AppError("preview/app-unreachable", `Nothing answers at ${service}.`, {
      hint: "Start the app first, or leave --app out to see an app that echoes its headers.",
      cause,
    })
  }
}

async function readUsers(
  path: string | undefined,
  io: Io,
  files: Files,
): Promise<readonly SandboxUser[] | undefined> {
  if (path === undefined) return undefined
  const text = await files.read(resolve(io.cwd, path))
  if (text === undefined)
    throw new AppError("preview/invalid-users", `There is no ${path}.`, {
      hint: "--users FILE names a YAML or JSON list of people.",
    })
  return valueOrThrow(parseUsers(text, path), path, { code: "preview/invalid-users" })
}

/** What the server would write to its log, less what only operators read. */
function createLog(invocation: Invocation, io: Io): Log {
  const ignore = () => undefined
  const print = (fields: LogFields, message: string) => {
    const facts = Object.entries(fields).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}=${value}`],
    )
    if (!invocation.on("quiet")) io.stderr.write(`${[message, ...facts].join("  ")}\n`)
  }
  return { debug: ignore, info: ignore, warn: print, error: print }
}
