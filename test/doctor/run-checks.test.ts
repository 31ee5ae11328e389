import { describe, expect, it } from "vitest"
import { AppError } from "../../src/core/errors.ts"
import { type Check, type CheckId, fail, looked, nothing, outOfReach, warn } from "../../src/doctor/check.ts"
import { type RunOptions, runChecks } from "../../src/doctor/run-checks.ts"
import { type Examined, factsOf } from "./examine.ts"

const check = (id: CheckId, run: Check["run"], more: Partial<Check> = {}): Check => ({
  id,
  group: "repo",
  title: "All is well",
  needs: ["files"],
  after: [],
  hint: "Do something.",
  run,
  ...more,
})

const run = (checks: readonly Check[], options: Partial<RunOptions> = {}, examined: Examined = {}) =>
  runChecks(checks, factsOf(new Map(), examined), {
    suppressed: [],
    budgetMs: 1000,
    clock: () => 0,
    ...options,
  })

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe("runChecks", () => {
  it("takes the worst finding for the result, and none for a pass", async () => {
    const results = await run([
      check("OIDC1", async () => looked()),
      check("OIDC2", async () => looked(warn("a"), fail("b"))),
    ])
    expect(results.map(({ status }) => status)).toEqual(["pass", "fail"])
  })

  it("runs all at once and tells the results in the order of the catalogue", async () => {
    const told: string[] = []
    const finished: string[] = []
    const slow = check("OIDC1", async () => {
      await soon(30)
      finished.push("slow")
      return looked()
    })
    const quick = check("OIDC2", async () => {
      finished.push("quick")
      return looked()
    })
    await run([slow, quick], { onResult: ({ check: { id } }) => told.push(id) })
    expect({ finished, told }).toEqual({ finished: ["quick", "slow"], told: ["OIDC1", "OIDC2"] })
  })

  it("names the check whose failure left nothing to look at", async () => {
    const results = await run([
      check("OIDC1", async () => looked(fail("broken"))),
      check("OIDC2", async () => nothing("there is none"), { after: ["OIDC1"] }),
      check("OIDC3", async () => nothing("there is none")),
    ])
    expect(results.slice(1)).toMatchObject([
      { status: "skip", because: "OIDC1 failed", dependsOn: "OIDC1" },
      { status: "skip", because: "there is none" },
    ])
  })

  it("looks all the same where the check before it failed for another app", async () => {
    const [, second] = await run([
      check("OIDC1", async () => looked(fail("broken"))),
      check("OIDC2", async () => looked(warn("seen")), { after: ["OIDC1"] }),
    ])
    expect(second).toMatchObject({ status: "warn", findings: [{ what: "seen" }] })
  })

  it("keeps a check that crashes from hiding the others, and never counts it as a pass", async () => {
    const results = await run([
      check("OIDC1", async () => {
        throw new Error("oops")
      }),
      check("OIDC2", async () => looked()),
    ])
    expect(results).toMatchObject([
      { status: "unknown", crashed: true, findings: [{ what: "the check itself failed: oops" }] },
      { status: "pass" },
    ])
  })

  it("says what the user can repair, and does not call it a crash", async () => {
    const [result] = await run([
      check("OIDC1", async () => {
        throw new AppError("repo/git-failed", "git failed.", { hint: "Look at git." })
      }),
    ])
    expect(result).toMatchObject({
      status: "unknown",
      findings: [{ what: "git failed.", hint: "Look at git." }],
    })
    expect(result?.crashed).toBeUndefined()
  })

  it("gives up on a check that takes too long", async () => {
    const [result] = await run([check("OIDC1", () => new Promise(() => undefined))], { budgetMs: 20 })
    expect(result).toMatchObject({ status: "unknown", findings: [{ what: "took longer than 0.02 seconds" }] })
  })

  it("does not ask where access is withheld, and says why", async () => {
    let asked = false
    const [result] = await run(
      [
        check(
          "OIDC1",
          async () => {
            asked = true
            return looked()
          },
          { needs: ["https"] },
        ),
      ],
      {},
      { withheld: new Map([["https", "--offline"]]) },
    )
    expect({ asked, result }).toMatchObject({
      asked: false,
      result: { status: "unknown", lacks: { access: "https", why: "--offline", isWithheld: true } },
    })
  })

  it("says which access is missing where a check cannot reach its evidence", async () => {
    const [asked, thrown] = await run([
      check("OIDC1", async () => outOfReach("aws", "the sign-in has expired", { command: "aws sso login" })),
      check("OIDC2", async () => {
        throw new AppError("github/no-token", "There is no token for github.com.", {
          hint: "gh auth login --hostname github.com",
        })
      }),
    ])
    expect([asked, thrown]).toMatchObject([
      { status: "unknown", lacks: { access: "aws", isWithheld: false, command: "aws sso login" } },
      {
        status: "unknown",
        lacks: {
          access: "github",
          why: "there is no token for github.com",
          command: "gh auth login --hostname github.com",
        },
      },
    ])
  })

  it("hides what has the shape of a secret, whoever quoted it", async () => {
    const [client, session] = [`abc8Q~${"x".repeat(34)}`, "0123456789abcdef".repeat(2)]
    const kept = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f at 8ff1e0d8ff1e0d8ff1e0d8ff1e0d8ff1e0d8ff1e"
    const [result] = await run([
      check("OIDC1", async () =>
        looked(fail(`clientSecret: ${client}`, { found: `"${session}"`, expected: kept })),
      ),
    ])
    expect(result?.findings).toMatchObject([
      { what: "clientSecret: (hidden)", found: '"(hidden)"', expected: kept },
    ])
  })

  it("leaves out what the repository suppresses, with the reason", async () => {
    const [result] = await run([check("OIDC1", async () => looked(fail("broken")))], {
      suppressed: [{ id: "OIDC1", reason: "we know" }],
    })
    expect(result).toMatchObject({ status: "skip", suppressed: true, because: "suppressed: we know" })
  })
})
