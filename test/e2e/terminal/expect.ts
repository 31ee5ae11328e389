import { stripVTControlCharacters } from "node:util"
import { expect } from "vitest"

/** As after any command: cursor shown, no paste marks, nothing cleared above, no other screen, and a prompt on a line of its own. */
export function expectRestored(bytes: string): void {
  expect(bytes.lastIndexOf("\x1b[?25h")).toBeGreaterThanOrEqual(bytes.lastIndexOf("\x1b[?25l"))
  expect(bytes.lastIndexOf("\x1b[?2004l")).toBeGreaterThanOrEqual(bytes.lastIndexOf("\x1b[?2004h"))
  expect(bytes).not.toContain("\x1b[3J")
  expect(bytes).not.toContain("\x1b[?1049h")
  expect(stripVTControlCharacters(bytes).endsWith("\n")).toBe(true)
}

const shortest = 6

/** No six characters of a secret stand anywhere in what was written. */
export function expectHidden(bytes: string, ...secrets: readonly string[]): void {
  for (const secret of secrets)
    for (let from = 0; from + shortest <= secret.length; from++)
      expect(bytes).not.toContain(secret.slice(from, from + shortest))
}

/** Sequences that a colour or another style begins with. */
export const stylesIn = (bytes: string): readonly string[] =>
  bytes.split("\x1b[").filter((sequence) => /^[\d;]+m/.test(sequence))

/** Nothing is redrawn: no cursor movement, nothing erased, no cursor hidden. */
export function expectOnlyLines(bytes: string): void {
  for (const redrawing of ["\x1b[2K", "\x1b[1A", "\x1b[J", "\x1b[?25l", "\x1b[?2026h"])
    expect(bytes).not.toContain(redrawing)
}
