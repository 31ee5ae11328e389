/**
 * How a step's script takes an input from the event file, and whether the value can reach the log on the way.
 *
 * The one safe order, since `::add-mask::` hides only what is printed after it and a step's own text is printed before it runs:
 *
 *     VALUE=$(jq -r '.inputs.value' "$GITHUB_EVENT_PATH")
 *     echo "::add-mask::$VALUE"
 *
 * Source: actions/runner#643; GitHub docs, "Workflow commands for GitHub Actions", "Masking a value in a log".
 */

export type EventFileUse =
  /** The script does not touch the event file. */
  | { readonly kind: "none" }
  | { readonly kind: "masked" }
  /** Read, with no mask that this reader recognises. */
  | { readonly kind: "unmasked"; readonly line: string }
  /** Certainly printed: the line that does it, and how. */
  | { readonly kind: "printed"; readonly line: string; readonly how: string }

/** What a step's `run` text does with the named input of the event file. */
export function readEventFileUse(script: string, input: string): EventFileUse {
  // A command that goes on after a backslash is one line.
  const lines = script.replaceAll("\\\n", " ").split("\n")
  const readings = lines.flatMap((line, index) => (readsInput(line, input) ? [index] : []))
  if (readings.length === 0) return { kind: "none" }
  const traced = lines.find(isTraced)
  if (traced !== undefined)
    return { kind: "printed", line: traced, how: "the shell is told to print every command with its values" }
  const uses = readings.map((index) => judgeReading(lines, index))
  return (
    uses.find(({ kind }) => kind === "printed") ??
    uses.find(({ kind }) => kind === "unmasked") ?? { kind: "masked" }
  )
}

/** Whether a command, or a step's `shell`, prints every command with its values. */
export const isTraced = (command: string): boolean => tracing.test(command)

/** A line that picks other inputs out of the file reads nothing secret; one that takes the whole event does. */
const readsInput = (line: string, input: string): boolean =>
  eventFile.test(line) && (new RegExp(`\\b${quote(input)}\\b`).test(line) || !/\binputs\b\W+\w/.test(line))

function judgeReading(lines: readonly string[], reading: number): EventFileUse {
  const line = lines[reading] ?? ""
  if (line.includes(maskCommand)) return { kind: "masked" }
  if (printing.test(line)) return { kind: "printed", line, how: "what is read goes to the log" }
  const [, variable] = assignment.exec(line) ?? []
  if (variable === undefined) return { kind: "unmasked", line }
  const mask = lines.findIndex((other) => other.includes(maskCommand) && uses(other, variable))
  if (mask < 0) return { kind: "unmasked", line }
  const early = lines.slice(reading + 1, mask).filter((other) => uses(other, variable))
  const printed = early.find((other) => echoing.test(other))
  if (printed !== undefined)
    return { kind: "printed", line: printed, how: "the value is printed before it is masked" }
  const handedOn = early.find((other) => !testing.test(other))
  return handedOn === undefined ? { kind: "masked" } : { kind: "unmasked", line: handedOn }
}

/** What a step of `actions/github-script` does with the event. Source: its README; @actions/core, `setSecret`. */
export function readScriptUse(script: string): EventFileUse {
  const line = script.split("\n").find((text) => /context\s*\.\s*payload/.test(text))
  if (line === undefined) return { kind: "none" }
  return /core\s*\.\s*setSecret\s*\(/.test(script) ? { kind: "masked" } : { kind: "unmasked", line }
}

const maskCommand = "::add-mask::"
const eventFile = /\bGITHUB_EVENT_PATH\b|\bgithub\.event_path\b/
/** `set` or a shell with `-x` among its options, however they are put together. Source: POSIX.1-2024, `set` and `sh`. */
const tracing =
  /(?<![\w.-])(?:set|(?:ba|da|k|z)?sh)\s+(?:(?:[-+][A-Za-z]*o\s+\w+|[-+][A-Za-z]+|--\w+)\s+)*(?:-[A-Za-z]*x|-[A-Za-z]*o\s+xtrace\b)/

/** A command that starts the line, reads the file and keeps its output on the log. */
const printing = /^\s*(?:cat|jq|head|tail|less|more|grep|yq)\b[^|>]*(?:GITHUB_EVENT_PATH|event_path)[^|>]*$/
/** A command that only looks at the value, such as `[ -n "$VALUE" ] || exit 1`. */
const testing = /^\s*(?:if\s+)?(?:\[\[?|test)\s/
const echoing = /^\s*(?:echo|printf|cat)\b/
const assignment = /^\s*(?:(?:export|local|readonly|declare)\s+)?([A-Za-z_]\w*)=["']?(?:\$\(|`)/

const uses = (line: string, variable: string): boolean => new RegExp(`\\$\\{?${variable}\\b`).test(line)

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
