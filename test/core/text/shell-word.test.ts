import { execFileSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { shellWord } from "../../../src/core/text/shell-word.ts"

describe("shellWord", () => {
  it("leaves an ordinary path as it is", () => {
    expect(shellWord("../apps-shop/apps/shop-dev")).toBe("../apps-shop/apps/shop-dev")
  })

  it.each(["a b", "it's", "$(id)", "a;b", "*", "", "-x", "~"])("comes through a shell: %j", (text) => {
    expect(execFileSync("sh", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" })).toBe(text)
  })
})
