import { spawn } from "node:child_process"
import { AppError } from "../../core/errors.ts"

export interface GitRun {
  readonly status: number
  readonly stdout: Buffer
  readonly stderr: string
}

export interface GitRunOptions {
  readonly input?: string
  /** Added to the environment, such as `GIT_INDEX_FILE`. */
  readonly env?: Readonly<Record<string, string>>
}

export type RunGit = (args: readonly string[], options?: GitRunOptions) => Promise<GitRun>

/**
 * Calls the user's own git as a program, never through a shell, in one folder.
 *
 * Variables that would point git at another repository are taken away: they are set when we run inside a hook.
 *
 * @throws AppError `repo/git-missing`
 */
export function createRunGit(folder: string, env: Readonly<Record<string, string | undefined>>): RunGit {
  const {
    GIT_DIR: _dir,
    GIT_WORK_TREE: _tree,
    GIT_INDEX_FILE: _index,
    GIT_PREFIX: _prefix,
    GIT_OBJECT_DIRECTORY: _objects,
    ...inherited
  } = env
  const environment = { ...inherited, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" }
  return (args, { input = "", env: extra = {} } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn("git", ["-C", folder, "-c", "core.quotepath=off", ...args], {
        env: { ...environment, ...extra },
        stdio: ["pipe", "pipe", "pipe"],
      })
      const stdout: Buffer[] = []
      const stderr: Buffer[] = []
      child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk))
      child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk))
      // A git that fails early closes its end of the pipe; its status says why.
      child.stdin.on("error", () => undefined)
      child.stdin.end(input)
      child.on("error", (cause) =>
        reject(
          new AppError("repo/git-missing", "git could not be started.", {
            hint: "Install git and put it on the PATH.",
            cause,
          }),
        ),
      )
      child.on("close", (status) =>
        resolve({
          status: status ?? 1,
          stdout: Buffer.concat(stdout),
          stderr: Buffer.concat(stderr).toString().trim(),
        }),
      )
    })
}

/**
 * The output of a git that must succeed.
 *
 * @throws AppError `repo/git-failed` with what git said
 */
export async function mustRun(
  run: RunGit,
  args: readonly string[],
  options?: GitRunOptions,
): Promise<string> {
  const { status, stdout, stderr } = await run(args, options)
  if (status !== 0)
    throw new AppError("repo/git-failed", `git ${args[0]} failed with status ${status}.`, {
      details: stderr.split("\n").filter((line) => line.trim() !== ""),
    })
  return stdout.toString()
}
