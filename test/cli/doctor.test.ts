import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { type AppsRepo, createAppsRepo, isolatedEnv } from "../fakes/apps-repo.ts"
import { run } from "./run.ts"

let repo: AppsRepo
beforeEach(() => {
  repo = createAppsRepo(Object.fromEntries(makeHealthyRepo()))
})
afterEach(() => repo.remove())

const doctor = (...args: readonly string[]) =>
  run(["doctor", "--offline", ...args], { cwd: repo.root, env: { ...isolatedEnv } })

/** `domain` gets a scheme and a path, which `--fix` can take away again. */
const breakDomain = () => {
  const texts = new Map([[paths.values, repo.read(paths.values)]])
  replace(texts, paths.values, "domain: ", "domain: https://")
  repo.write(paths.values, texts.get(paths.values) ?? "")
}

describe("idp-oidc doctor", () => {
  it("says that nothing is wrong, what it looked at and what it did not", async () => {
    const { code, stdout, stderr } = await doctor()
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toContain("✔ chart ")
    expect(stdout).toContain("Looked at 2 logins.")
    expect(stdout).toMatch(/Nothing wrong was found\. Checked \d+ of \d+/)
  })

  it("says what is wrong, where, and what to do", async () => {
    breakDomain()
    const { code, stdout } = await doctor("--app", "webshop")
    expect(code).toBe(1)
    expect(stdout).toContain(
      [
        "  ✖ OIDC105  domain has a scheme",
        "    where     apps/shop-test/webshop-oidc/values.yaml:1:1",
        "    found     https://webshop.shop-test.idp.example.com",
      ].join("\n"),
    )
    expect(stdout).toContain("idp-oidc doctor --app webshop --fix")
    expect(stdout).toContain("idp-oidc doctor --explain OIDC105")
  })

  it.each(["text", "json", "junit", "sarif"])("ends alike in the format %s", async (format) => {
    const healthy = await doctor("--format", format)
    breakDomain()
    const broken = await doctor("--format", format)
    expect([healthy.code, broken.code, broken.stderr]).toEqual([0, 1, ""])
    expect(broken.stdout).toContain("OIDC105")
  })

  it("counts a warning as a failure only where it is asked to", async () => {
    repo.write(paths.values, `${repo.read(paths.values)}logLevel: DEBUG\n`)
    expect((await doctor()).code).toBe(0)
    expect((await doctor("--fail-on", "warn")).code).toBe(1)
  })

  it("prints one JSON document", async () => {
    breakDomain()
    const { stdout } = await doctor("--json", "--app", "webshop")
    const document = JSON.parse(stdout)
    expect(document).toMatchObject({
      schema: 1,
      status: "failed",
      subjects: [{ namespace: "shop-test", app: "webshop", release: "webshop-oidc" }],
    })
    const domain = document.checks.find(({ id }: { id: string }) => id === "OIDC105")
    expect(domain).toMatchObject({
      group: "chart",
      status: "fail",
      docs: "docs/checks.md#oidc105",
      findings: [
        { status: "fail", location: { path: paths.values, line: 1, column: 1 }, fix: { auto: true } },
      ],
    })
  })

  it("repairs the files with --fix, shows the diff first and leaves every other byte", async () => {
    breakDomain()
    const { code, stdout, stderr } = await doctor("--fix")
    expect(code).toBe(0)
    expect(stderr).toContain("-domain: https://webshop.shop-test.idp.example.com")
    expect(stderr).toContain("+domain: webshop.shop-test.idp.example.com")
    expect(stdout).toContain("Nothing wrong was found.")
    expect(repo.git("status", "--porcelain")).toBe("")
  })

  it("writes nothing on a dry run of --fix", async () => {
    breakDomain()
    const before = repo.read(paths.values)
    const { code, stderr } = await doctor("--fix", "--dry-run")
    expect({ code, after: repo.read(paths.values) }).toEqual({ code: 1, after: before })
    expect(stderr).toContain("Nothing was written: this is a dry run.")
  })

  it("never prints a secret that somebody wrote into a file", async () => {
    const secret = "0123456789abcdef".repeat(2)
    repo.write(paths.values, repo.read(paths.values).replace(/sessionSecret: .*/, `sessionSecret: ${secret}`))
    for (const format of ["text", "json", "junit", "sarif"]) {
      const { code, stdout, stderr } = await doctor("--format", format)
      expect(code).toBe(1)
      expect(stdout + stderr).not.toContain(secret)
    }
  })

  it("looks at the app whose folder it is started in", async () => {
    const { stdout } = await run(["doctor", "--offline", "--json"], {
      cwd: `${repo.root}/apps/shop-test/orders-api`,
      env: { ...isolatedEnv },
    })
    expect(JSON.parse(stdout).subjects).toEqual([
      { namespace: "shop-test", app: "orders-api", release: "orders-api-oidc" },
    ])
  })

  it("runs only what was asked for, and takes the number alone", async () => {
    const { stdout } = await doctor("--json", "--only", "105", "--only", "oidc201")
    expect(JSON.parse(stdout).checks.map(({ id }: { id: string }) => id)).toEqual(["OIDC105", "OIDC201"])
    const { stdout: wire } = await doctor("--json", "--group", "wire", "--skip", "OIDC212")
    const ids = JSON.parse(wire).checks.map(({ id }: { id: string }) => id)
    expect(ids).toContain("OIDC201")
    expect(ids).not.toContain("OIDC212")
    expect(ids).not.toContain("OIDC105")
  })

  it("leaves out what .idp-oidc.yaml suppresses, and says so", async () => {
    breakDomain()
    repo.write(
      ".idp-oidc.yaml",
      "suppressedChecks:\n  - id: OIDC105\n    reason: the platform strips it\n  - id: OIDC106\n    reason: same\n  - id: OIDC107\n    reason: same\n",
    )
    const { code, stdout } = await doctor()
    expect(code).toBe(0)
    expect(stdout).toContain("OIDC105 skipped: suppressed: the platform strips it")
  })

  it("lists and explains checks without a repository", async () => {
    const list = await run(["doctor", "--list"], { cwd: "/" })
    expect(list).toMatchObject({ code: 0, stderr: "" })
    expect(list.stdout).toMatch(/^OIDC105 {2}chart {3}domain is a bare host$/m)
    const explained = await run(["doctor", "--explain", "oidc105"], { cwd: "/" })
    expect(explained.code).toBe(0)
    expect(explained.stdout).toMatch(/^OIDC105: domain is a bare host\n/)
    expect(explained.stdout).toContain("Confirm by")
    expect((await run(["explain", "OIDC105"], { cwd: "/" })).code).toBe(0)
  })

  it.each([
    [["--only", "OIDC999"], 2, "there is no check OIDC999"],
    [["--group", "charts"], 2, "--group does not take"],
    [["--fail-on", "info"], 2, "--fail-on does not take"],
    [["--wait", "soon"], 2, "--wait does not take"],
  ] as const)("refuses %j", async (args, exit, text) => {
    const { code, stderr } = await doctor(...args)
    expect(code).toBe(exit)
    expect(stderr).toContain(text)
  })

  it("needs a repository, and ends with exit 3 where nothing could be looked at", async () => {
    expect(await run(["doctor"], { cwd: "/" })).toMatchObject({ code: 1 })
    const { code } = await doctor("--only", "OIDC106", "--namespace", "billing-prod")
    expect(code).toBe(3)
  })

  it("waits until nothing fails", async () => {
    breakDomain()
    const waiting = doctor("--only", "OIDC105", "--wait", "30s")
    setTimeout(() => repo.git("checkout", "--", paths.values), 2000)
    const { code, stderr } = await waiting
    expect({ code, stderr }).toEqual({ code: 0, stderr: "Waiting for OIDC105.\n" })
  })

  it("says what explains a symptom", async () => {
    breakDomain()
    const { code, stdout } = await doctor("--symptom", "loop")
    expect(code).toBe(1)
    expect(stdout).toContain(
      "Diagnosis  Most likely domain is not a host, so what was ordered for it does not fit either: see OIDC105.",
    )
    const { diagnosis } = JSON.parse((await doctor("--symptom", "health", "--json")).stdout)
    expect(diagnosis).toMatchObject({ symptom: "health" })
  })
})
