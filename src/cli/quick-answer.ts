import type { CommandSpec } from "./command.ts"
import { renderCommandHelp, renderHelp } from "./help.ts"
import { commands } from "./specs.ts"
import { version } from "./version.ts"

/**
 * What `--version` and the plain ways to ask for help print; undefined for everything else, which takes the whole
 * program. It is a bundle of its own in one file, because each file that Node loads costs about a millisecond.
 */
export function quickAnswer(args: readonly string[], columns: number | undefined): string | undefined {
  const [first, second, ...more] = args
  if (more.length > 0) return undefined
  if (second === undefined) {
    if (first === "--version") return `${version}\n`
    return first === undefined || first === "help" || asksForHelp(first) ? renderHelp(columns) : undefined
  }
  const spec = first === "help" ? specOf(second) : asksForHelp(second) ? specOf(first) : undefined
  return spec && renderCommandHelp(spec, columns)
}

const asksForHelp = (arg: string | undefined): boolean => arg === "--help" || arg === "-h"

const specOf = (name: string | undefined): CommandSpec | undefined =>
  commands.find((command) => command.name === name)
