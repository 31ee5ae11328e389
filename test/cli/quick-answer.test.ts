import { describe, expect, it } from "vitest"
import { quickAnswer } from "../../src/cli/quick-answer.ts"
import { version } from "../../src/cli/version.ts"

const help = quickAnswer([], 80)

describe("quickAnswer", () => {
  it("is the version", () => expect(quickAnswer(["--version"], 80)).toBe(`${version}\n`))

  it.each([[["--help"]], [["-h"]], [["help"]]])("is the help for %j", (args) => {
    expect(help).toContain("Commands")
    expect(quickAnswer(args, 80)).toBe(help)
  })

  it.each([[["init", "--help"]], [["init", "-h"]], [["help", "init"]]])(
    "is a command's help for %j",
    (args) => {
      expect(quickAnswer(args, 80)).toContain("Usage: idp-oidc init")
    },
  )

  it.each([
    [["init"]],
    [["innit", "--help"]],
    [["help", "innit"]],
    [["init", "--help", "--json"]],
    [["--json", "--version"]],
    [["init", "--version"]],
    [["--help", "init"]],
  ])("leaves %j to the whole program", (args) => expect(quickAnswer(args, 80)).toBeUndefined())
})
