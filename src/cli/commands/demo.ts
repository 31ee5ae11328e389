/** `idp-oidc demo`: from nothing to an app that asks for login, among stand-ins, and proof that it holds. */
import { once } from "node:events"
import { rmSync } from "node:fs"
import { mkdtemp, realpath } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createFiles } from "../../adapters/fs/files.ts"
import { logoutPath } from "../../core/contract/names.ts"
import type { Exit } from "../../core/errors.ts"
import { makeDemoDocument, renderResults } from "../../sandbox/demo/render-results.ts"
import { makeScenarios, runScenarios } from "../../sandbox/demo/scenarios.ts"
import { renderReady } from "../../sandbox/preview/render-ready.ts"
import { readDeployment, wiredRelease } from "../../sandbox/world/deployment.ts"
import { describeTerminal } from "../../ui/terminal.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { type RunningPreview, startPreview } from "../compose-preview.ts"
import { playScript } from "../demo/play-script.ts"
import { canPlayWizard, playWizard } from "../demo/play-wizard.ts"
import { type Pace, setStage } from "../demo/stage.ts"
import { readRelease } from "../read-release.ts"

export const run: RunCommand = async (invocation, io): Promise<Exit> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "idp-oidc-demo-")))
  // Also runs when a second Ctrl+C ends the process at once.
  const cleanUp = () => rmSync(folder, { recursive: true, force: true })
  process.once("exit", cleanUp)
  try {
    return await play(folder, invocation, io)
  } finally {
    cleanUp()
    process.off("exit", cleanUp)
  }
}

/** Somebody who watches wants to see what happens, but not to wait for the platform to notice; a script wants to be done. */
const paces = {
  watched: { haste: 4, mergesAfterMs: 3_000 },
  script: { haste: 50 },
} as const satisfies Record<string, Pace>

async function play(folder: string, invocation: Invocation, io: Io): Promise<Exit> {
  const json = invocation.on("json")
  const quiet = invocation.on("quiet")
  const tell: Tell = (text) => {
    if (!quiet) io.stderr.write(`${text}\n`)
  }
  const flags = { noColor: invocation.on("no-color"), json, accessible: invocation.on("accessible") }
  const { interactive } = describeTerminal(io.env, io, flags, process.platform)
  const asks = interactive && canPlayWizard()
  if (interactive && !asks)
    tell(
      `Node ${process.versions.node} sends nothing through a proxy, so init runs by flags; from 22.21 on you are asked.`,
    )
  if (!asks) tell(`An apps repo in ${folder}`)
  const stage = await setStage(folder, asks ? paces.watched : paces.script, io)
  try {
    if (asks) {
      const exit = await playWizard(stage, invocation, io)
      if (exit !== "ok") return exit
    } else await playScript(stage, io, tell, quiet)
    const release = wiredRelease(readDeployment(stage.merged()))
    if (release === undefined) {
      tell("Nothing asks for login yet, so there is none to try here.")
      return "ok"
    }
    await stage.pull()
    return await showLogin(stage.clone, release, { json, tell }, io)
  } finally {
    await stage.close()
  }
}

type Tell = (text: string) => void

interface Output {
  readonly json: boolean
  readonly tell: Tell
}

async function showLogin(clone: string, release: string, output: Output, io: Io): Promise<Exit> {
  const { app, values, valuesPath } = await readRelease(release, clone, createFiles())
  const ignore = () => undefined
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore }
  if (io.signal.aborted) throw new Error("Cancelled")
  const preview = await startPreview({ app, values, valuesPath, port: 0, log })
  try {
    if (io.stdout.isTTY === true && !output.json) return await waitForVisitors(preview, valuesPath, io)
    return await logInByScript(preview, output, io)
  } finally {
    await preview.close()
  }
}

async function waitForVisitors(preview: RunningPreview, valuesPath: string, io: Io): Promise<Exit> {
  io.stdout.write(
    `\nNow log in yourself, as somebody who uses the app.\n\n${renderReady({ ...preview, app: undefined, valuesPath })}`,
  )
  if (!io.signal.aborted) await once(io.signal, "abort")
  // The terminal has shown ^C, and the prompt stands on a line of its own.
  io.stdout.write("\n")
  return "ok"
}

async function logInByScript(preview: RunningPreview, { json, tell }: Output, io: Io): Promise<Exit> {
  const [first, second, stranger, joiner] = preview.users
  if (!first || !second || !stranger || !joiner) throw new Error("The samples hold too few users")
  tell(`\nThe login runs at ${preview.url}`)
  const { url, issuer } = preview
  const bypassPath = "/api/health"
  const site = { url, issuer, members: [first, second], stranger, joiner, bypassPath, logoutPath } as const
  const results = await runScenarios(makeScenarios(site), io.signal)
  if (io.signal.aborted) return "cancelled"
  const document = makeDemoDocument(results)
  io.stdout.write(json ? `${JSON.stringify(document)}\n` : `\n${renderResults(results)}`)
  return document.ok ? "ok" : "failed"
}
