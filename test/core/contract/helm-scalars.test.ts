import { describe, expect, it } from "vitest"
import { parseYaml } from "../../../src/core/contract/parse-yaml.ts"

/** What Helm makes of a plain word. Source: sigs.k8s.io/yaml 1.6.0, each of these run through its `Unmarshal`. */
const readings: readonly (readonly [source: string, value: unknown])[] = [
  ...["yes", "Yes", "YES", "y", "Y", "on", "On", "ON", "true", "True", "TRUE", "!!bool yes"].map(
    (s) => [s, true] as const,
  ),
  ...["no", "No", "NO", "n", "N", "off", "Off", "OFF", "false", "False", "FALSE"].map(
    (s) => [s, false] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((s) => [s, null] as const),
  ...[
    "yES",
    "tRue",
    "nULL",
    "=",
    "_1",
    ".2_",
    "0x",
    "0o8",
    "0b2",
    "1e400",
    "1:30",
    "190:20:30",
    "2024-01-01",
    "0.3.3",
    "-b",
    "1a",
    ".",
  ].map((s) => [s, s] as const),
  ["'yes'", "yes"],
  ['"0123"', "0123"],
  ["!!str yes", "yes"],
  ["0123", 83],
  ["0o17", 15],
  ["0x1F", 31],
  ["-0x1", -1],
  ["0b11", 3],
  ["1_000", 1000],
  ["1__0", 10],
  ["1_", 1],
  ["08", 8],
  ["089", 89],
  ["012345678901", 12_345_678_901],
  ["1e3", 1000],
  ["1.0", 1],
  ["+1", 1],
  ["1.", 1],
  [".5", 0.5],
  ["1_0.5", 10.5],
  ["0.75", 0.75],
  ['!!int "3"', 3],
  ["!!float 3", 3],
]

describe("a plain word is read as Helm reads it", () => {
  it.each(readings)("%j is %j", (source, value) => {
    const yaml = parseYaml(`key: ${source}\n`, "values.yaml")
    expect(yaml.ok && yaml.value.value).toEqual({ key: value })
  })

  it("reads minus zero as zero does in JSON", () => {
    const yaml = parseYaml("key: -0\n", "values.yaml")
    expect(yaml.ok && JSON.stringify(yaml.value.value)).toBe('{"key":0}')
  })

  it("keeps keys as they are written", () => {
    const yaml = parseYaml("yes: 1\n0x10: 2\nnull: 3\n", "values.yaml")
    expect(yaml.ok && yaml.value.value).toEqual({ yes: 1, "0x10": 2, null: 3 })
  })
})
