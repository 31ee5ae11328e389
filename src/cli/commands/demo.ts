/** `idp-oidc demo`: init on a throwaway apps repo, the login on what it wrote, and proof that it holds. */
import { once } from "node:events"
import { rmSync } from "node:fs"
import { mkdtemp, realpath } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Writable } from "node:stream"
import { createFiles } from "../../adapters/fs/files.ts"
import { createRunGit, mustRun, type RunGit } from "../../adapters/git/program.ts"
import { logoutPath, releaseNameFor } from "../../core/contract/names.ts"
import type { Exit } from "../../core/errors.ts"
import { demoApp, demoNamespace, makeAppsRepo } from "../../sandbox/demo/apps-repo.ts"
import { makeDemoDocument, renderResults } from "../../sandbox/demo/render-results.ts"
import { makeScenarios, runScenarios } from "../../sandbox/demo/scenarios.ts"
import { renderReady } from "../../sandbox/preview/render-ready.ts"
import type { Io, RunCommand } from "../command.ts"
import { type RunningPreview, startPreview } from "../compose-preview.ts"
import { parseInvocation } from "../parse.ts"
import { readRelease } from "../read-release.ts"
import { commands } from "../specs.ts"
import { run as runInit } from "./init.ts"

const bypassPath = "/api/health"
const release = `apps/${demoNamespace}/${releaseNameFor(demoApp)}`

/** What the story's reader would type, less the flags that only the story needs. */
const initArguments = [
  ...["--namespace", demoNamespace, "--app", demoApp, "--runtime", "forward-auth"],
  ...["--group", "webshop-staff", "--bypass", bypassPath, "--yes", "--commit"],
]

export const run: RunCommand = async (invocation, io): Promise<Exit> => {
  const tell = (text: string) => {
    if (!invocation.on("quiet")) io.stderr.write(`${text}\n`)
  }
  const folder = await realpath(await mkdtemp(join(tmpdir(), "idp-oidc-demo-")))
  // Also runs when a second Ctrl+C ends the process at once.
  const cleanUp = () => rmSync(folder, { recursive: true, force: true })
  process.once("exit", cleanUp)
  try {
    await protectApp(folder, io, tell)
    const preview = await serve(folder, io)
    try {
      const interactive = io.stdout.isTTY === true && !invocation.on("json")
      if (interactive) return await waitForVisitors(preview, io)
      return await logInByScript(preview, invocation.on("json"), io, tell)
    } finally {
      await preview.close()
    }
  } finally {
    cleanUp()
    process.off("exit", cleanUp)
  }
}

type Tell = (text: string) => void

/** The two pull requests of the guide, each merged as a reviewer would. */
async function protectApp(folder: string, io: Io, tell: Tell): Promise<void> {
  const git = createRunGit(folder, io.env)
  tell(`An apps repo in ${folder}`)
  await createRepository(folder, git)
  await initAndMerge([], folder, io, tell)
  await initAndMerge(["--wire"], folder, io, tell)
}

async function createRepository(folder: string, git: RunGit): Promise<void> {
  const files = createFiles()
  for (const [path, text] of makeAppsRepo()) await files.write(join(folder, path), text)
  await mustRun(git, ["init", "--quiet", "--initial-branch=main"])
  for (const [key, value] of Object.entries(ownSettings)) await mustRun(git, ["config", key, value])
  await mustRun(git, ["add", "--all"])
  await mustRun(git, ["commit", "--quiet", "--message", "What team Shop runs"])
}

/** So that the story is the same for everyone, whatever their own git signs, checks or is called. */
const ownSettings = {
  "user.name": "Demo",
  "user.email": "demo@example.com",
  "commit.gpgSign": "false",
  "core.hooksPath": "/dev/null",
}

async function initAndMerge(flags: readonly string[], folder: string, io: Io, tell: Tell): Promise<void> {
  if (io.signal.aborted) throw new Error("Cancelled")
  const typed = [...initArguments, ...flags]
  tell(`\n$ idp-oidc init ${typed.join(" ")}\n`)
  const exit = await init(typed, folder, io, tell)
  // A ticket that waits for a human is part of every first run.
  if (exit !== "ok" && exit !== "action") throw new Error(`init ended with "${exit}"`)
  const git = createRunGit(folder, io.env)
  const made = await mustRun(git, [
    "for-each-ref",
    "--no-merged=main",
    "--format=%(refname:short)",
    "refs/heads",
  ])
  await mustRun(git, ["merge", "--quiet", "--ff-only", made.trim()])
  tell(`\nMerged ${made.trim()}, as a reviewer would.`)
}

/** What it shows on the way is shown; the ticket, which is its data, is not what this story is about. */
async function init(args: readonly string[], folder: string, io: Io, tell: Tell): Promise<Exit> {
  const spec = commands.find(({ name }) => name === "init")
  if (!spec) throw new Error("There is no command init")
  const told = (listen: Tell) =>
    new Writable({
      write: (chunk, _encoding, done) => {
        listen(String(chunk).trimEnd())
        done()
      },
    })
  const stderr = Object.assign(told(tell), { isTTY: io.stderr.isTTY === true })
  const streams = { stdout: told(() => undefined), stderr }
  return runInit(parseInvocation(spec, args), { ...io, ...streams, cwd: folder })
}

async function serve(folder: string, io: Io): Promise<RunningPreview> {
  const { app, values, valuesPath } = await readRelease(release, folder, createFiles())
  const ignore = () => undefined
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore }
  if (io.signal.aborted) throw new Error("Cancelled")
  return startPreview({ app, values, valuesPath, port: 0, log })
}

async function waitForVisitors(preview: RunningPreview, io: Io): Promise<Exit> {
  io.stdout.write(`\n${renderReady({ ...preview, app: undefined, valuesPath: `${release}/values.yaml` })}`)
  if (!io.signal.aborted) await once(io.signal, "abort")
  return "ok"
}

async function logInByScript(preview: RunningPreview, json: boolean, io: Io, tell: Tell): Promise<Exit> {
  const [first, second, stranger, joiner] = preview.users
  if (!first || !second || !stranger || !joiner) throw new Error("The samples hold too few users")
  tell(`\nThe login runs at ${preview.url}`)
  const { url, issuer } = preview
  const site = { url, issuer, members: [first, second], stranger, joiner, bypassPath, logoutPath } as const
  const results = await runScenarios(makeScenarios(site), io.signal)
  if (io.signal.aborted) return "cancelled"
  const document = makeDemoDocument(results)
  io.stdout.write(json ? `${JSON.stringify(document)}\n` : `\n${renderResults(results)}`)
  return document.ok ? "ok" : "failed"
}
