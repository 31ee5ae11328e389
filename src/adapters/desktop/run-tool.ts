import { spawn } from "node:child_process"

export type Environment = Readonly<Record<string, string | undefined>>

export interface RunToolOptions {
  readonly input?: string | Buffer
  readonly env: Environment
  /** What a program is that still runs after `patienceMs`: a hung one, which is ended, or one that stays, such as a browser. */
  readonly whenItStays: "failed" | "succeeded"
  readonly patienceMs: number
}

/**
 * True where a program is on the PATH, takes the input and ends well. Its output goes nowhere: some of these programs leave a
 * child behind that would hold on to it.
 */
export const runTool = (
  [program, ...args]: readonly [string, ...string[]],
  { input = "", env, whenItStays, patienceMs }: RunToolOptions,
): Promise<boolean> =>
  new Promise((resolve) => {
    const stays = whenItStays === "succeeded"
    const child = spawn(program, args, {
      env,
      stdio: ["pipe", "ignore", "ignore"],
      // A browser outlives this process and its Ctrl+C.
      detached: stays,
      windowsHide: true,
    })
    const timer = setTimeout(() => {
      if (stays) child.unref()
      else child.kill()
      end(stays)
    }, patienceMs)
    const end = (succeeded: boolean) => {
      clearTimeout(timer)
      resolve(succeeded)
    }
    child.on("error", () => end(false))
    child.on("exit", (status) => end(status === 0))
    // A program that fails early closes its end of the pipe; its status says so.
    child.stdin.on("error", () => undefined)
    child.stdin.end(input)
  })
