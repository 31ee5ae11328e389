/** What the terminal can do and what its user wants. Decided once, before Ink is loaded: its colours are fixed on import. */

export interface Terminal {
  readonly colour: boolean
  /** True where somebody is there to answer. */
  readonly interactive: boolean
  /** Plain line prompts, nothing redrawn. */
  readonly accessible: boolean
  readonly unicode: boolean
  /** True where a link can hide behind its label. */
  readonly hyperlinks: boolean
  /** True where a window that gets narrower breaks the rows that it shows; others cut them. */
  readonly reflows: boolean
}

export type Env = Readonly<Record<string, string | undefined>>

export interface Streams {
  readonly stdin: { readonly isTTY?: boolean }
  readonly stdout: { readonly isTTY?: boolean }
}

export interface TerminalFlags {
  readonly noColor: boolean
  readonly json: boolean
  readonly accessible: boolean
}

export function describeTerminal(
  env: Env,
  { stdin, stdout }: Streams,
  flags: TerminalFlags,
  platform: NodeJS.Platform,
): Terminal {
  const colour = !flags.json && wantsColour(stdout, env, flags)
  return {
    colour,
    interactive: stdin.isTTY === true && stdout.isTTY === true && !flags.json && !isCi(env),
    accessible: flags.accessible || isSet(env.ACCESSIBLE) || env.TERM === "dumb",
    unicode: hasUnicode(env, platform),
    hyperlinks: colour && hasHyperlinks(env),
    // xterm itself and the console of Linux.
    reflows: env.XTERM_VERSION === undefined && env.TERM !== "linux",
  }
}

/** Source: no-color.org; force-color.org. */
export function wantsColour(
  { isTTY }: { readonly isTTY?: boolean },
  env: Env,
  { noColor }: Pick<TerminalFlags, "noColor">,
): boolean {
  if (noColor || env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0"
  return isTTY === true && env.TERM !== "dumb"
}

/** Tells the library that colours Ink's output, which knows `FORCE_COLOR` and not `NO_COLOR`. */
export function applyColour({ colour }: Terminal, env: Record<string, string | undefined>): void {
  if (!colour) env.FORCE_COLOR = "0"
}

const isSet = (value: string | undefined): boolean =>
  value !== undefined && !["", "0", "false"].includes(value.toLowerCase())

const isCi = ({ CI }: Env): boolean => isSet(CI)

/** The console of Linux and of old Windows lacks the signs; a locale may say that text is not UTF-8. */
function hasUnicode(env: Env, platform: NodeJS.Platform): boolean {
  if (platform === "win32") return env.WT_SESSION !== undefined || env.TERM_PROGRAM !== undefined
  if (env.TERM === "linux" || env.TERM === "dumb") return false
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  return !locale || /utf-?8/i.test(locale)
}

/** Terminals that are known to show links; the others show the address. Source: the OSC 8 adoption list. */
const hasHyperlinks = ({
  TERM_PROGRAM = "",
  TERM = "",
  VTE_VERSION = "",
  WT_SESSION,
  TMUX,
  STY,
}: Env): boolean =>
  TMUX === undefined &&
  STY === undefined &&
  (/^(iTerm\.app|WezTerm|vscode|ghostty|Hyper)$/.test(TERM_PROGRAM) ||
    /^(xterm-kitty|xterm-ghostty|alacritty|foot)/.test(TERM) ||
    Number(VTE_VERSION) >= 5000 ||
    WT_SESSION !== undefined)
