import { expect, it } from "vitest"
import type { Tone } from "../../src/core/plan/preview.ts"
import { foldRows } from "../../src/ui/fold-rows.ts"

const folded = (text: string, tone: Tone, width: number) =>
  foldRows([[{ tone, text }]], width).map((line) =>
    line
      .map((span) => span.text)
      .join("")
      .trimEnd(),
  )

it.each<[text: string, tone: Tone, width: number, rows: readonly string[]]>([
  ["one two three", "plain", 8, ["one two", "three"]],
  ["+domain: example", "added", 8, ["+domain:", " example"]],
  ["+12345678", "added", 9, ["+12345678"]],
  ["a-long-word-alone", "plain", 8, ["a-long-w", "ord-alon", "e"]],
  ["a\tb\x1b[31m\u202ec", "context", 20, ["a  bc"]],
  ["+ab👍🏽🇩🇰cd", "added", 4, ["+ab", "👍🏽🇩🇰", "cd"]],
  ["+設定値", "added", 4, ["+設", "定値"]],
  ["", "plain", 8, [""]],
])("%j, %s, in %i columns", (text, tone, width, rows) => {
  expect(folded(text, tone, width)).toEqual(rows)
})
