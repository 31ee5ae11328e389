import { styleText } from "node:util"
import type { Line, Span, Tone } from "../core/plan/preview.ts"
import { printable } from "../core/text/printable.ts"
import { wantsColour } from "../ui/terminal.ts"
import { wrapLine } from "../ui/wrap-line.ts"
import type { Invocation, Io } from "./command.ts"
import { typedCommand } from "./typed-command.ts"

export type Paint = (lines: readonly Line[]) => string

/**
 * Lines to text for one stream: as wide as its terminal, in colour where it wants that. What files say is shown, never obeyed: control
 * sequences in it are taken out.
 */
export function createPaint(
  stream: Io["stdout"],
  { env }: Pick<Io, "env">,
  invocation: Pick<Invocation, "on">,
): Paint {
  const colourful = wantsColour(stream, env, { noColor: invocation.on("no-color") })
  const paintSpan = ({ tone, text }: Span): string => {
    const shown = printable(tone === "command" ? typedCommand(text, env) : text)
    const style = styles[tone]
    return colourful && style ? styleText(style, shown, { validateStream: false }) : shown
  }
  const width = stream.isTTY ? (stream.columns ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
  return (lines) =>
    lines
      .flatMap((line) => wrapLine(line, width))
      .map((line) => `${line.map(paintSpan).join("").trimEnd()}\n`)
      .join("")
}

const styles: Readonly<Record<Tone, Parameters<typeof styleText>[0] | undefined>> = {
  plain: undefined,
  context: undefined,
  command: undefined,
  strong: "bold",
  faint: "dim",
  added: "green",
  removed: "red",
  hunk: "cyan",
  warning: "yellow",
}
