import { stripVTControlCharacters, styleText } from "node:util"
import type { Line, Span, Tone } from "../core/plan/preview.ts"
import type { Invocation, Io } from "./command.ts"

export type Paint = (lines: readonly Line[]) => string

/**
 * Lines to text for one stream: in colour where it is a terminal that wants it. What files say is shown, never obeyed: control
 * sequences in it are taken out.
 *
 * Source: no-color.org; force-color.org.
 */
export function createPaint(
  stream: { readonly isTTY?: boolean },
  { env }: Pick<Io, "env">,
  invocation: Pick<Invocation, "on">,
): Paint {
  const colourful = wantsColour(stream, env, invocation)
  const paintSpan = ({ tone, text }: Span): string => {
    const shown = printable(text)
    const style = styles[tone]
    return colourful && style ? styleText(style, shown, { validateStream: false }) : shown
  }
  return (lines) => lines.map((line) => `${line.map(paintSpan).join("").trimEnd()}\n`).join("")
}

const styles: Readonly<Record<Tone, Parameters<typeof styleText>[0] | undefined>> = {
  plain: undefined,
  strong: "bold",
  faint: "dim",
  added: "green",
  removed: "red",
  hunk: "cyan",
  warning: "yellow",
}

function wantsColour(
  { isTTY }: { readonly isTTY?: boolean },
  env: Io["env"],
  invocation: Pick<Invocation, "on">,
): boolean {
  if (invocation.on("no-color") || env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0"
  return isTTY === true && env.TERM !== "dumb"
}

const printable = (text: string): string => stripVTControlCharacters(text).replaceAll(/[\p{Cc}]/gu, "")
