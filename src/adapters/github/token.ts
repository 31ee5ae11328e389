import { spawn } from "node:child_process"
import { AppError } from "../../core/errors.ts"
import type { GitHubHost } from "./host.ts"

export interface FoundToken {
  readonly token: string
  /** Where it came from, for messages: `GH_TOKEN`, or `gh auth token`. */
  readonly source: string
}

/** The token that the GitHub CLI stored for a host; undefined where there is none, or no CLI. */
export type ReadStoredToken = (host: string) => Promise<string | undefined>

/**
 * The user's token: from the environment, else the login of the GitHub CLI.
 *
 * Source: `gh help environment`, for the variables and their order.
 *
 * @throws AppError `github/no-token`
 */
export async function findToken(
  { name, kind, overridden }: GitHubHost,
  env: Readonly<Record<string, string | undefined>>,
  readStored: ReadStoredToken,
): Promise<FoundToken> {
  const variables =
    kind === "cloud" ? ["GH_TOKEN", "GITHUB_TOKEN"] : ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]
  for (const source of variables) {
    const token = env[source]?.trim()
    if (token) return { token, source }
  }
  const stored = overridden ? undefined : await readStored(name)
  if (stored) return { token: stored, source: "gh auth token" }
  throw new AppError("github/no-token", `There is no token for ${name}.`, {
    hint: overridden
      ? `Set ${variables[0]}: GITHUB_API_URL leads to another server, so a stored login is not sent there.`
      : `gh auth login --hostname ${name}`,
  })
}

const timeoutMs = 10_000

/** Asks the GitHub CLI, which knows the keychain of the machine. */
export const createReadStoredToken =
  (env: Readonly<Record<string, string | undefined>>): ReadStoredToken =>
  (host) =>
    new Promise((resolve) => {
      const child = spawn("gh", ["auth", "token", "--hostname", host], {
        env,
        stdio: ["ignore", "pipe", "ignore"],
        // Not `timeout`: its timer outlives a program that could not be started, and keeps the process waiting.
        signal: AbortSignal.timeout(timeoutMs),
      })
      const output: Buffer[] = []
      child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
      child.on("error", () => resolve(undefined))
      child.on("close", (status) =>
        resolve(status === 0 ? Buffer.concat(output).toString().trim() || undefined : undefined),
      )
    })
