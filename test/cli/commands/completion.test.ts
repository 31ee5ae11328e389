import { execFileSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { renderCompletion } from "../../../src/cli/render-completion.ts"
import { commands } from "../../../src/cli/specs.ts"
import { run } from "../run.ts"

/** What bash itself would offer for a line that ends where the cursor is. */
function offersOf(...line: readonly string[]): readonly string[] {
  const script = `${renderCompletion("bash")}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _idp_oidc; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync("bash", ["--norc", "-c", script, "bash", ...line], { encoding: "utf8" })
    .split("\n")
    .filter(Boolean)
}

describe("completion in bash", () => {
  it("offers the commands", () => {
    expect(offersOf("idp-oidc", "")).toEqual(commands.map(({ name }) => name))
    expect(offersOf("idp-oidc", "do")).toEqual(["doctor"])
  })

  it("offers a command's flags, and what a flag may say", () => {
    expect(offersOf("idp-oidc", "init", "--na")).toEqual(["--namespace", "--name"])
    expect(offersOf("idp-oidc", "init", "--app", "web", "--ingress", "p")).toEqual(["public", "private"])
    expect(offersOf("idp-oidc", "--json", "init", "--dry")).toEqual(["--dry-run"])
  })

  it("leaves files to the shell", () => {
    expect(offersOf("idp-oidc", "preview", "apps/")).toEqual([])
  })
})

describe("idp-oidc completion", () => {
  it.each(["bash", "zsh", "fish"] as const)(
    "prints the script for %s, which names every command",
    async (shell) => {
      const { code, stdout } = await run(["completion", shell])
      expect(code).toBe(0)
      for (const { name } of commands) expect(stdout).toContain(name)
    },
  )

  it.each([[[]], [["powershell"]]])("says what there is for %j", async (args) => {
    const { code, stderr } = await run(["completion", ...args])
    expect(code).toBe(2)
    expect(stderr).toContain("bash, zsh, fish")
  })
})
