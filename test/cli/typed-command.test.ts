import { describe, expect, it } from "vitest"
import { typedCommand } from "../../src/cli/typed-command.ts"
import { createAppsRepo, isolatedEnv } from "../fakes/apps-repo.ts"
import { run } from "./run.ts"

describe("typedCommand", () => {
  it.each([
    ["idp-oidc doctor", {}, "idp-oidc doctor"],
    ["idp-oidc doctor", { npm_command: "exec" }, "npx idp-oidc doctor"],
    ["  idp-oidc preview apps/a", { npm_command: "run-script" }, "  npx idp-oidc preview apps/a"],
    ["git merge idp-oidc/web-oidc", { npm_command: "exec" }, "git merge idp-oidc/web-oidc"],
    ["git -C x merge idp-oidc web", { npm_command: "exec" }, "git -C x merge idp-oidc web"],
  ])("%j with %j is %j", (text, env, typed) => {
    expect(typedCommand(text, env)).toBe(typed)
  })

  it("is what users of npx are told to run next", async () => {
    const repo = createAppsRepo()
    try {
      const env = { ...isolatedEnv, npm_command: "exec" }
      const { stdout } = await run(["init", "--app", "web", "--dry-run"], { cwd: repo.root, env })
      expect(stdout).toMatch(/^ {2}npx idp-oidc preview apps\/shop-dev\/web-oidc$/m)
      expect(stdout).not.toMatch(/^ +idp-oidc /m)
    } finally {
      repo.remove()
    }
  })
})
