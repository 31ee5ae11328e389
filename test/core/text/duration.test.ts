import { expect, it } from "vitest"
import { parseDuration } from "../../../src/core/text/duration.ts"

it.each([
  ["90s", 90_000],
  ["3m", 180_000],
  ["1m30s", 90_000],
  ["0s", 0],
  ["", undefined],
  ["3", undefined],
  ["3 m", undefined],
  ["s", undefined],
  ["30s1m", undefined],
  ["-3m", undefined],
])("reads %j as %s milliseconds", (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})
