import { expect, it } from "vitest"
import manifest from "../../package.json" with { type: "json" }
import type { Io } from "../../src/cli/command.ts"
import { reportError } from "../../src/cli/report-error.ts"

function report(error: unknown, json: boolean) {
  const written = { stdout: "", stderr: "" }
  const stream = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[name] += text
    },
  })
  const io = {
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    signal: new AbortController().signal,
  } as unknown as Io
  return { exit: reportError(error, { json, io }), ...written }
}

it("says of a fault of ours where it was, and in which version", () => {
  const { exit, stderr, stdout } = report(new TypeError("no such thing"), false)
  expect(exit).toBe("internal")
  expect(stdout).toBe("")
  expect(stderr).toContain(`idp-oidc ${manifest.version}, Node ${process.version}, ${process.platform}\n`)
  expect(stderr).toMatch(/TypeError: no such thing\n {4}at .*report-error\.test\.ts:\d+/)
})

it("keeps the standard output a document where one is wanted", () => {
  const { stdout, stderr } = report("thrown text", true)
  expect(JSON.parse(stdout)).toEqual({ schema: 1, status: "failed", error: { code: "internal" } })
  expect(stderr).toContain("thrown text")
})
