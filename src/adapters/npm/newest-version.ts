/** The user's own npm, which knows the registry that this program came from, and the login to it. */
import { execFile } from "node:child_process"

/** The newest version of a package; undefined where npm is not there, or cannot tell. */
export const readNewestVersion = (
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  timeoutMs: number,
): Promise<string | undefined> =>
  new Promise((resolve) => {
    const args = ["view", name, "dist-tags.latest", "--fetch-retries=0", `--fetch-timeout=${timeoutMs}`]
    execFile("npm", args, { env, timeout: timeoutMs }, (error, stdout) => {
      const version = stdout.trim()
      resolve(error === null && /^\d+\.\d+\.\d+\S*$/.test(version) ? version : undefined)
    })
  })
