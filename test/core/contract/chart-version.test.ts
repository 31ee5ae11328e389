import { describe, expect, it } from "vitest"
import {
  compareChartVersions,
  parseChartVersion,
  runtimeOf,
} from "../../../src/core/contract/chart-version.ts"

describe("parseChartVersion", () => {
  it.each([
    ["0.3.3", { major: 0, minor: 3, patch: 3, prerelease: "" }],
    ["v1.0.0", { major: 1, minor: 0, patch: 0, prerelease: "" }],
    ["1.2.3-rc.1+build.5", { major: 1, minor: 2, patch: 3, prerelease: "rc.1" }],
    ["10.20.30", { major: 10, minor: 20, patch: 30, prerelease: "" }],
  ])("reads %s", (text, expected) => expect(parseChartVersion(text)).toEqual(expected))

  it.each([
    "",
    "0.3",
    "1",
    "latest",
    "^0.3.0",
    "0.3.x",
    "1.2.3.4",
    " 1.2.3",
    "1.2.3 ",
    "01.2.3",
    "1.2.3-",
    "1.2.3\n",
  ])("does not read %j", (text) => expect(parseChartVersion(text)).toBeUndefined())
})

it("orders versions as semver does", () => {
  // Source: semver.org 2.0.0, section 11, its own example, and numbers that sort differently as text.
  const ordered = [
    "0.3.3",
    "0.3.10",
    "0.10.0",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
  ]
  const shuffled = [...ordered].sort()
  const read = (text: string) => parseChartVersion(text) ?? expect.unreachable(text)
  expect(shuffled.sort((a, b) => compareChartVersions(read(a), read(b)))).toEqual(ordered)
})

it.each([
  ["0.3.3", "platform"],
  ["0.99.0", "platform"],
  ["1.0.0", "forward-auth"],
  ["1.0.0-rc.1", "forward-auth"],
  ["2.1.0", "forward-auth"],
  ["v1.0.0", "forward-auth"],
  ["~1.2", "forward-auth"],
  ["0.3.x", "platform"],
  ["latest", "platform"],
  ["", "platform"],
])("%j is deployed to the %s runtime", (version, runtime) => expect(runtimeOf(version)).toBe(runtime))
