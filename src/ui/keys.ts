import type { Key } from "ink"
import type { Edit } from "./edit-buffer.ts"
import type { OfferKind } from "./offers.ts"

/** What a key means, whatever the terminal sends for it. */
export type KeyPress =
  | Edit
  | {
      readonly kind:
        | "submit"
        | "cancel"
        | "stop"
        | "back"
        | "up"
        | "down"
        | "page-up"
        | "page-down"
        | "scroll-up"
        | "scroll-down"
        | OfferKind
    }

/**
 * The key presses in one call of Ink's `useInput`. Fast typing, tmux and SSH join several into one chunk: `hello\r` is a text and
 * Enter. A line break before the end is a paste from a terminal that does not mark pastes, and stays one, so that no line of it is
 * submitted.
 */
export function parseKeys(input: string, key: Partial<Key>): readonly KeyPress[] {
  const named = namedKey(input, key)
  if (named !== undefined) return named
  const { text, submits } = splitSubmit(input)
  if (/[\r\n]/.test(text)) return [{ kind: "paste", text: input }]
  return [...splitControls(text), ...(submits ? ([{ kind: "submit" }] as const) : [])]
}

function namedKey(input: string, key: Partial<Key>): readonly KeyPress[] | undefined {
  const wordwise = key.ctrl || key.meta
  if (key.return) return [{ kind: "submit" }]
  if (key.escape) return [{ kind: "back" }]
  if (key.backspace) return [{ kind: key.meta ? "kill-word" : "backspace" }]
  if (key.delete) return [{ kind: "delete" }]
  if (key.leftArrow) return [{ kind: wordwise ? "word-left" : "left" }]
  if (key.rightArrow) return [{ kind: wordwise ? "word-right" : "right" }]
  if (key.upArrow) return [{ kind: key.shift ? "scroll-up" : "up" }]
  if (key.downArrow) return [{ kind: key.shift ? "scroll-down" : "down" }]
  if (key.pageUp) return [{ kind: "page-up" }]
  if (key.pageDown) return [{ kind: "page-down" }]
  if (key.home) return [{ kind: "home" }]
  if (key.end) return [{ kind: "end" }]
  if (key.tab) return []
  if (key.ctrl) return known(controls[input])
  if (key.meta) return known(metas[input])
  return undefined
}

const known = (kind: Named | undefined): readonly KeyPress[] => (kind === undefined ? [] : [{ kind }])

type Named = Exclude<KeyPress["kind"], "insert" | "paste">

/** Source: GNU Readline, "Bindable Readline Commands"; termios(3), VINTR and VSUSP; the rest as `offers.ts` says. */
const controls: Readonly<Record<string, Named>> = {
  a: "home",
  b: "left",
  c: "cancel",
  d: "delete",
  e: "end",
  f: "right",
  g: "explain",
  h: "backspace",
  j: "submit",
  k: "kill-to-end",
  m: "submit",
  n: "down",
  o: "open",
  p: "up",
  s: "save",
  u: "kill-line",
  w: "kill-word",
  y: "copy",
  z: "stop",
}

const metas: Readonly<Record<string, Named>> = { b: "word-left", f: "word-right" }

function splitSubmit(input: string): { readonly text: string; readonly submits: boolean } {
  const text = input.replace(/\r\n$|[\r\n]$/, "")
  return { text, submits: text !== input }
}

/** `abc\x7f` is four key presses that came at once. A control character that means nothing here is no text either. */
function splitControls(text: string): readonly KeyPress[] {
  return text.split(/(\p{Cc})/u).flatMap((part): readonly KeyPress[] => {
    if (part === "") return []
    if (!/^\p{Cc}$/u.test(part)) return [{ kind: "insert", text: part }]
    if (part === "\x7f") return [{ kind: "backspace" }]
    return known(controls[String.fromCharCode(part.charCodeAt(0) + 0x60)])
  })
}
