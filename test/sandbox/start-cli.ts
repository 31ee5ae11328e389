import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { entry } from "../cli/run.ts"

/** A command that keeps running, as a user starts it. */
export interface RunningCli {
  /** Resolves with the stream's text once it holds this; rejects when the process ends first. */
  readonly printed: (text: string, stream?: "stdout" | "stderr") => Promise<string>
  /** Sends a signal, as Ctrl+C does, and resolves with how the process ended. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>
  readonly ended: Promise<Ended>
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export function startCli(args: readonly string[], cwd: string): RunningCli {
  const child = spawn(process.execPath, [entry, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] })
  const texts = { stdout: "", stderr: "" }
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      texts[stream] += chunk
    })
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...texts }))
  return {
    printed: async (text, stream = "stdout") => {
      while (!texts[stream].includes(text)) {
        const more = once(child[stream], "data").then(() => undefined)
        const result = await Promise.race([more, ended])
        if (result)
          throw new Error(`Ended with ${result.code} before it printed "${text}":\n${result.stderr}`)
      }
      return texts[stream]
    },
    stop: (signal = "SIGINT") => {
      child.kill(signal)
      return ended
    },
    ended,
  }
}

/** A folder with these files, and a way to be rid of it. */
export async function temporaryFolder(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), "idp-oidc-test-"))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  return { path, remove: () => rm(path, { recursive: true }) }
}

/** The guide's values, with a rule that keeps one of the samples out. */
export const guideValues = `domain: myapp.my-namespace.idp.example
cookieNamePrefix: _MyApp_
bypassPaths:
  - /api/health
authorization:
  assertClaims:
    - name: groups
      anyOf:
        - awssso-myapp-admin
        - awssso-myapp-user
externalSecret:
  separateSecrets:
    clientId: customer/my-namespace/myapp-oidc-client-id
    clientSecret: customer/my-namespace/myapp-oidc-client-secret
    sessionSecret: customer/my-namespace/myapp-oidc-session-secret
`
