import { type Environment, runTool } from "./run-tool.ts"

/** macOS, WSL, and everything that follows freedesktop.org. On some Linux systems `open` is something else. */
const toolsOf = (platform: NodeJS.Platform, env: Environment): readonly string[] =>
  platform === "darwin" ? ["open"] : env.WSL_DISTRO_NAME ? ["wslview", "xdg-open"] : ["xdg-open"]

const patienceMs = 2_000

/**
 * Opens an address in the user's browser; false where that cannot be done, or the address is not one of http or https: another
 * could start a program. Over SSH the browser of this machine is not the one that its user sees.
 */
export async function openInBrowser(
  url: string,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const { protocol, href } = URL.parse(url) ?? {}
  if (!href || (protocol !== "https:" && protocol !== "http:") || env.SSH_CONNECTION || env.SSH_TTY)
    return false
  for (const tool of toolsOf(platform, env))
    if (await runTool([tool, href], { env, whenItStays: "succeeded", patienceMs })) return true
  return false
}
