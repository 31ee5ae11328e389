import { spawn } from "node:child_process"
import { AppError } from "../../core/errors.ts"
import type { Environment } from "./run-tool.ts"

export interface RunEditorOptions {
  readonly env: Environment
  /** Ends the editor with this process. */
  readonly signal: AbortSignal
}

/**
 * Opens a file in the editor of `VISUAL`, or else `EDITOR`, and waits until it is closed. The variable holds a command line: a shell
 * splits it, as it does for git. The terminal is the editor's meanwhile, and so is its Ctrl+C.
 *
 * Source: git-var(1), GIT_EDITOR; git's `editor.c`, `launch_specified_editor`, and `run-command.c`, `prepare_shell_cmd`.
 *
 * @throws AppError `editor/not-set`, `editor/failed`
 */
export async function runEditor(path: string, { env, signal }: RunEditorOptions): Promise<void> {
  const variable = nameEditor(env)
  const command = variable && env[variable]
  if (!command)
    throw new AppError("editor/not-set", "Neither VISUAL nor EDITOR says which editor to open.", {
      hint: "Save and quit, then start again with EDITOR=nano in front, or with your own editor.",
    })
  const ended = await whileItsKeysAreIts(() => waitFor(command, path, { env, signal }))
  if (ended !== undefined)
    throw new AppError("editor/failed", `The editor of ${variable} ${ended}, so nothing was taken from it.`, {
      details: [`${variable}=${command}`],
      hint: `Set ${variable} to an editor that can be started here and waits until the file is closed.`,
    })
}

/** A terminal that cannot move its cursor has no use for a visual editor. */
const nameEditor = (env: Environment): "VISUAL" | "EDITOR" | undefined => {
  if (env.VISUAL && env.TERM !== "dumb") return "VISUAL"
  return env.EDITOR ? "EDITOR" : undefined
}

/** Undefined where it ended well, else how it ended. */
const waitFor = (
  command: string,
  path: string,
  { env, signal }: RunEditorOptions,
): Promise<string | undefined> =>
  new Promise((resolve) => {
    const options = { env, signal, stdio: "inherit" } as const
    const child =
      process.platform === "win32"
        ? spawn(`${command} "${path}"`, { ...options, shell: true })
        : spawn("sh", ["-c", `${command} "$@"`, command, path], options)
    child.on("error", (error) => resolve(`could not be started (${error.message})`))
    child.on("exit", (status, killedBy) =>
      resolve(
        status === 0 ? undefined : killedBy ? `was ended by ${killedBy}` : `ended with status ${status}`,
      ),
    )
  })

/** Ctrl+C in an editor is sent to every process of the terminal, and means none of them but the editor. */
async function whileItsKeysAreIts<Value>(use: () => Promise<Value>): Promise<Value> {
  const listeners = process.listeners("SIGINT")
  const ignore = () => undefined
  process.on("SIGINT", ignore)
  for (const listener of listeners) process.off("SIGINT", listener)
  try {
    return await use()
  } finally {
    for (const listener of listeners) process.on("SIGINT", listener)
    process.off("SIGINT", ignore)
  }
}
