import { type Environment, runTool } from "./run-tool.ts"

interface Tool {
  readonly command: readonly [string, ...string[]]
  /** Set where the tool has something to talk to; without it, some wait for ever. */
  readonly needs?: "WAYLAND_DISPLAY" | "DISPLAY" | "WSL_DISTRO_NAME"
  readonly encoding?: "utf16le"
}

/** Text goes in on standard input and never on a command line, which every user of the machine can list. */
const tools: readonly Tool[] = [
  { command: ["pbcopy"] },
  { command: ["wl-copy"], needs: "WAYLAND_DISPLAY" },
  { command: ["xclip", "-selection", "clipboard"], needs: "DISPLAY" },
  { command: ["xsel", "--clipboard", "--input"], needs: "DISPLAY" },
  { command: ["clip.exe"], needs: "WSL_DISTRO_NAME", encoding: "utf16le" },
  {
    command: [
      "powershell.exe",
      "-NoProfile",
      "-NonInteractive",
      "-Command",
      "[Console]::InputEncoding = [Text.Encoding]::UTF8; Set-Clipboard ([Console]::In.ReadToEnd())",
    ],
    needs: "WSL_DISTRO_NAME",
  },
]

const patienceMs = 5_000

/**
 * Puts a text on the clipboard of this machine; the name of the program that took it, or undefined where none did. Over SSH this
 * machine's clipboard is not the one that its user pastes from, so none is tried.
 *
 * Source: the manual pages of pbcopy, wl-copy, xclip and xsel; Microsoft's "clip" and "Set-Clipboard".
 */
export async function copyToClipboard(text: string, env: Environment): Promise<string | undefined> {
  if (env.SSH_CONNECTION || env.SSH_TTY) return undefined
  // Without it, pbcopy takes UTF-8 for MacRoman where the locale says nothing.
  const environment = { ...env, LC_CTYPE: env.LC_CTYPE ?? "UTF-8" }
  for (const { command, needs, encoding = "utf8" } of tools) {
    if (needs !== undefined && !env[needs]) continue
    const input = Buffer.from(text, encoding)
    if (await runTool(command, { input, env: environment, whenItStays: "failed", patienceMs }))
      return command[0]
  }
  return undefined
}
