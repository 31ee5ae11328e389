import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { checkValues } from "../../src/core/contract/check-values.ts"
import {
  type AppsRepo,
  applicationText,
  createAppsRepo,
  exampleFiles,
  isolatedEnv,
  type Texts,
  valuesText,
} from "../fakes/apps-repo.ts"
import { entry, run } from "./run.ts"

let repo: AppsRepo
beforeEach(() => {
  repo = createAppsRepo()
})
afterEach(() => repo.remove())

const init = (...args: readonly string[]) =>
  run(["init", ...args], { cwd: repo.root, env: { ...isolatedEnv } })
const web = ["--app", "web"]
const paths = {
  app: "apps/shop-dev/web/values.yaml",
  application: "apps/shop-dev/web-oidc/application.yaml",
  values: "apps/shop-dev/web-oidc/values.yaml",
}
const reference = "shop-dev-web-oidc@kubernetescrd"

/** Everything that a run may have touched. */
const state = () => [
  repo.git("for-each-ref"),
  repo.git("symbolic-ref", "-q", "HEAD"),
  repo.git("status", "--porcelain=v2", "--untracked-files=all"),
  repo.git("diff"),
  repo.git("diff", "--cached"),
]

const readIfThere = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined

const writeAll = (files: Texts) => {
  for (const [path, text] of Object.entries(files)) repo.write(path, text)
}

const replaceFiles = (files: Texts) => {
  writeAll(files)
  repo.commitAll()
}

describe("idp-oidc init", () => {
  it("writes the guide's two files and prints the ticket", async () => {
    const { code, stdout } = await init(...web, "--yes")
    expect(code).toBe(0)
    expect(stdout).toContain("https://web.shop-dev.example.com/oauth2/callback")
    expect(parse(repo.read(paths.application))).toMatchObject({
      name: "web-oidc",
      helm: { chart: "helm/idp-oidc-middleware", chartVersion: "0.3.3" },
    })
    expect(checkValues(parse(repo.read(paths.values)), "0.3.3").ok).toBe(true)
    expect(repo.git("status", "--porcelain", "--untracked-files=all")).toBe(
      `?? ${paths.application}\n?? ${paths.values}\n`,
    )
  })

  const blackbox = {
    "apps/ops/blackbox/values.yaml": "probe:\n  - https://web.shop-dev.example.com/up\n",
  }
  it.each([
    ["in a commit", ["--commit"], () => replaceFiles(blackbox)],
    ["in a file that is not committed", [], () => writeAll(blackbox)],
    [
      "in a repository without commits",
      [],
      () => {
        repo.remove()
        repo = createAppsRepo({})
        writeAll({ ...exampleFiles(), ...blackbox })
      },
    ],
  ] as const)("opens what monitoring asks of the app's host %s", async (_, args, prepare) => {
    prepare()
    const { stdout } = await init(...web, ...args, "--dry-run", "--json")
    expect(JSON.parse(stdout).answers.bypass).toEqual(["/api/health", "/up"])
  })

  it("plans nothing the second time", async () => {
    await init(...web, "--yes")
    const before = state()
    const { code, stdout } = await init(...web, "--yes", "--json")
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, status: "nothing-to-do", effects: [] })
    expect(state()).toEqual(before)
  })

  it("changes nothing on a dry run, whose document has every effect", async () => {
    const before = state()
    const { code, stdout, stderr } = await init(...web, "--dry-run", "--json")
    const document = JSON.parse(stdout)
    expect({ code, stderr, status: document.status }).toEqual({ code: 0, stderr: "", status: "planned" })
    expect(document.effects.map(({ kind }: { kind: string }) => kind)).toEqual([
      "ticket",
      "instruct",
      "create-file",
      "create-file",
    ])
    expect(state()).toEqual(before)
  })

  it("says after a dry run how to do what it showed, with the flags that were given", async () => {
    const flags = [...web, "--group", "web users", "--bypass", "/health"]
    const { stdout } = await init(...flags, "--dry-run", "--json")
    expect(JSON.parse(stdout).next[0]).toBe(
      `idp-oidc init ${[...web].join(" ")} --group 'web users' --bypass /health --yes`,
    )
    await init(...flags, "--yes")
    const { stdout: done } = await init(...flags, "--dry-run", "--json")
    expect(JSON.parse(done).next[0]).toMatch(/^git add /)
  })

  it("has a diff that git itself applies to the same result", async () => {
    const { stdout } = await init(...web, "--dry-run", "--json")
    const { effects } = JSON.parse(stdout)
    const patch = effects.flatMap(({ diff }: { diff?: string }) => diff ?? []).join("")
    writeFileSync(join(repo.root, "plan.patch"), patch)
    repo.git("apply", "plan.patch")
    rmSync(join(repo.root, "plan.patch"))
    const { stdout: again } = await init(...web, "--dry-run", "--json")
    expect(JSON.parse(again).status).toBe("nothing-to-do")
  })

  it("knows the app from the folder it is started in", async () => {
    const cwd = join(repo.root, "apps/shop-dev/api")
    const { stdout } = await run(["init", "--dry-run", "--json"], { cwd, env: { ...isolatedEnv } })
    expect(JSON.parse(stdout).answers).toMatchObject({ namespace: "shop-dev", app: "api" })
  })

  it("commits beside the checkout, merges, wires on a second branch, and is then done", async () => {
    repo.write("staged.txt", "mine")
    repo.git("add", "staged.txt")
    repo.write(paths.app, `${repo.read(paths.app)}# unsaved\n`)
    const before = repo.git("status", "--porcelain=v2")
    expect((await init(...web, "--yes", "--commit")).code).toBe(0)
    expect(repo.git("status", "--porcelain=v2")).toBe(before)
    expect(repo.git("diff", "--name-only", "main", "idp-oidc/web-oidc")).toBe(
      `${paths.application}\n${paths.values}\n`,
    )

    const early = await init(...web, "--yes", "--commit", "--wire")
    expect(early.code).toBe(5)
    expect(early.stderr).toContain("not on main")
    const quiet = await init(...web, "--yes", "--commit", "--wire", "--quiet")
    expect({ code: quiet.code, stdout: quiet.stdout }).toEqual({ code: 5, stdout: "" })
    expect(quiet.stderr).toContain("not on main")
    expect(repo.git("branch", "--list", "*-wire")).toBe("")

    repo.git("checkout", "--quiet", "--", paths.app)
    repo.git("merge", "--quiet", "idp-oidc/web-oidc")
    expect((await init(...web, "--yes", "--commit", "--wire")).code).toBe(0)
    expect(repo.git("diff", "--numstat", "main", "idp-oidc/web-oidc-wire")).toBe(`2\t0\t${paths.app}\n`)
    expect(repo.git("show", `idp-oidc/web-oidc-wire:${paths.app}`)).toContain(`- ${reference}`)

    const refs = repo.git("for-each-ref")
    const again = await init(...web, "--yes", "--commit", "--wire", "--json")
    expect(JSON.parse(again.stdout)).toMatchObject({ status: "nothing-to-do", effects: [] })
    expect(repo.git("for-each-ref")).toBe(refs)
  })

  it("begins another branch where the one before is merged, on top of what has changed since", async () => {
    await init(...web, "--yes", "--commit")
    repo.git("merge", "--quiet", "idp-oidc/web-oidc")
    await init(...web, "--yes", "--commit", "--wire")
    repo.git("merge", "--quiet", "idp-oidc/web-oidc-wire")
    repo.git("revert", "--no-edit", "HEAD")
    const merged = repo.git("rev-parse", "idp-oidc/web-oidc-wire")
    const { code, stdout, stderr } = await init(...web, "--yes", "--commit", "--wire")
    expect(code).toBe(0)
    expect(stdout + stderr).toContain("idp-oidc/web-oidc-wire-2")
    expect(repo.git("rev-parse", "idp-oidc/web-oidc-wire-2~1")).toBe(repo.git("rev-parse", "main"))
    expect(repo.git("diff", "--numstat", "main", "idp-oidc/web-oidc-wire-2")).toBe(`2\t0\t${paths.app}\n`)
    expect(repo.git("rev-parse", "idp-oidc/web-oidc-wire")).toBe(merged)
  })

  it("commits what was edited after an earlier run", async () => {
    await init(...web, "--yes")
    repo.write(paths.values, `${repo.read(paths.values)}logLevel: INFO\n`)
    expect((await init(...web, "--yes", "--commit")).code).toBe(0)
    expect(repo.git("show", `idp-oidc/web-oidc:${paths.values}`)).toContain("logLevel: INFO")
  })

  it("wires without evidence only when told so, loudly", async () => {
    const { code, stderr } = await init(...web, "--yes", "--wire=unverified")
    expect(code).toBe(0)
    expect(stderr).toContain("UNVERIFIED")
    expect(repo.read(paths.app)).toContain(reference)
  })

  it("keeps the line ends of a repository that uses carriage returns", async () => {
    replaceFiles({ [paths.app]: valuesText("web.shop-dev.example.com").replaceAll("\n", "\r\n") })
    await init(...web, "--yes", "--wire=unverified")
    for (const path of [paths.application, paths.values, paths.app])
      expect(repo.read(path).replaceAll("\r\n", "")).not.toContain("\n")
    expect(repo.git("diff", "--numstat", "--", paths.app)).toBe(`2\t0\t${paths.app}\n`)
  })

  it("lists every missing answer at once", async () => {
    replaceFiles({ "apps/shop-prod/web/values.yaml": "", "apps/shop-prod/web/application.yaml": "" })
    const { code, stdout } = await init("--json")
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      status: "failed",
      missing: [
        { flag: "--namespace", choices: ["shop-dev", "shop-prod"] },
        { flag: "--app" },
        { flag: "--yes" },
      ],
    })
    const { code: plain, stderr } = await init()
    expect(plain).toBe(2)
    for (const flag of ["--namespace", "--app", "--yes"]) expect(stderr).toContain(flag)
  })

  it("puts the ticket where it was asked for, in the language that was asked for", async () => {
    const { stdout } = await init(...web, "--yes", "--ticket-out", "ticket.txt", "--ticket-language", "en")
    expect(stdout).toBe("")
    expect(repo.read("ticket.txt")).toContain("Hello servicedesk")
  })

  it("builds on the remote's default branch, and leads to the pull request", async () => {
    repo.git("remote", "add", "origin", "git@github.example.com:shop/apps-shop.git")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("checkout", "--quiet", "-b", "feature/other-work")
    repo.write("unrelated.txt", "not for this pull request")
    repo.commitAll()
    const { code, stderr } = await init(...web, "--yes", "--commit")
    expect(code).toBe(0)
    expect(stderr).toContain(
      "https://github.example.com/shop/apps-shop/compare/main...idp-oidc/web-oidc?expand=1",
    )
    expect(repo.git("diff", "--name-only", "origin/main", "idp-oidc/web-oidc")).toBe(
      `${paths.application}\n${paths.values}\n`,
    )
  })

  it("continues the release that the ingress references, whatever its name", async () => {
    const own = "domain: web.shop-dev.example.com\n# by hand\nexternalSecret: {remoteSecretName: login}\n"
    replaceFiles({
      "apps/shop-dev/login/application.yaml": applicationText("login", "helm/idp-oidc-middleware", "0.3.0"),
      "apps/shop-dev/login/values.yaml": own,
      [paths.app]: repo
        .read(paths.app)
        .replace(
          "  public:\n    enabled: true\n",
          "  public:\n    enabled: true\n    middlewares: [shop-dev-login@kubernetescrd]\n",
        ),
    })
    const { stdout } = await init(...web, "--dry-run", "--wire", "--json")
    expect(JSON.parse(stdout)).toMatchObject({
      status: "nothing-to-do",
      answers: { release: "login", chartVersion: "0.3.0" },
    })
  })

  it("asks a human where a flag and an existing file disagree, and changes neither", async () => {
    await init(...web, "--yes")
    const before = state()
    const { code, stdout } = await init(...web, "--yes", "--group", "admins", "--json")
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 5, status: "action-required", effects: [] })
    expect(state()).toEqual(before)
  })

  it("takes the platform's facts from .idp-oidc.yaml", async () => {
    replaceFiles({ ".idp-oidc.yaml": "runtime: forward-auth\nticketLanguage: en\n" })
    const { stdout } = await init(...web, "--yes")
    expect(stdout).toContain("Hello servicedesk")
    expect(parse(repo.read(paths.application)).helm.chartVersion).toMatch(/^[1-9]/)
  })

  it("leaves each file old or new whenever it is killed, and the next run completes it", async () => {
    const args = [entry, "init", ...web, "--yes", "--wire=unverified", "--quiet"]
    const read = () =>
      [paths.application, paths.values, paths.app].map((path) => readIfThere(join(repo.root, path)))
    const before = read()
    expect((await init(...web, "--yes", "--wire=unverified")).code).toBe(0)
    const after = read()
    for (const delayMs of [60, 100, 130, 160, 190, 220, 260, 320]) {
      repo.git("checkout", "--quiet", ".")
      repo.git("clean", "-fdq")
      const child = spawn(process.execPath, args, { cwd: repo.root, stdio: "ignore" })
      setTimeout(() => child.kill("SIGKILL"), delayMs)
      await once(child, "close")
      for (const [index, text] of read().entries()) expect([before[index], after[index]]).toContain(text)
      expect((await init(...web, "--yes", "--wire=unverified")).code).toBe(0)
      expect(read()).toEqual(after)
      expect(repo.git("status", "--porcelain", "--untracked-files=all")).not.toContain("idp-oidc-tmp")
    }
  })

  it("shows no control sequence that a file holds", async () => {
    replaceFiles({ [paths.app]: `${repo.read(paths.app)}note: "x"  # \u001b[2J\u001b]0;title\u0007\n` })
    const { stdout } = await init(...web, "--dry-run", "--wire=unverified")
    expect(stdout).not.toContain("\u001b")
  })
})

interface Refusal {
  readonly files?: Texts
  readonly prepare?: () => void
  readonly args: readonly string[]
  readonly code: number
  readonly error: string
}

const withValues = (values: string): Texts => ({ [paths.app]: values })
const refusals: Readonly<Record<string, Refusal>> = {
  "an unknown namespace": {
    args: ["--namespace", "shop-dve", ...web],
    code: 2,
    error: "app/unknown-namespace",
  },
  "an unknown app": { args: ["--app", "wbe"], code: 2, error: "app/unknown-app" },
  "a path as app": { args: ["--app", "../../etc"], code: 2, error: "usage/invalid-answer" },
  "a host with a scheme": {
    args: [...web, "--host", "https://a.example.com"],
    code: 2,
    error: "usage/invalid-answer",
  },
  "a host that nothing serves": {
    args: [...web, "--host", "a.example.com"],
    code: 2,
    error: "usage/invalid-answer",
  },
  "a bypass path with a star": {
    args: [...web, "--bypass", "/api/*"],
    code: 2,
    error: "usage/invalid-answer",
  },
  "a bypass path with a query": {
    args: [...web, "--bypass", "/a?b"],
    code: 2,
    error: "usage/invalid-answer",
  },
  "a claim that is no JSON": { args: [...web, "--claim", "roles"], code: 2, error: "usage/invalid-answer" },
  "a name that is too long": {
    args: [...web, "--name", "a".repeat(54)],
    code: 2,
    error: "usage/invalid-answer",
  },
  "a name in capitals": { args: [...web, "--name", "Web"], code: 2, error: "usage/invalid-answer" },
  "a branch that git does not allow": {
    args: [...web, "--commit", "--branch", "a..b"],
    code: 2,
    error: "usage/invalid-answer",
  },
  "commit and no commit": {
    args: [...web, "--commit", "--no-commit"],
    code: 2,
    error: "usage/contradicting-flags",
  },
  "a branch for no commit": { args: [...web, "--branch", "b"], code: 2, error: "usage/contradicting-flags" },
  "a version of the other runtime": {
    args: [...web, "--runtime", "forward-auth", "--chart-version", "0.3.3"],
    code: 2,
    error: "usage/contradicting-flags",
  },
  "the default branch as target": {
    args: [...web, "--commit", "--branch", "main"],
    code: 2,
    error: "repo/branch-checked-out",
  },
  "a branch that is checked out": {
    prepare: () => repo.git("checkout", "--quiet", "-b", "idp-oidc/web-oidc"),
    args: [...web, "--commit"],
    code: 2,
    error: "repo/branch-checked-out",
  },
  "an unknown author": {
    prepare: () => repo.git("config", "--unset", "user.email"),
    args: [...web, "--commit"],
    code: 1,
    error: "repo/no-author",
  },
  "a merge under way": {
    prepare: () => {
      repo.git("checkout", "--quiet", "-b", "side")
      replaceFiles({ "README.md": "a" })
      repo.git("checkout", "--quiet", "main")
      replaceFiles({ "README.md": "b" })
      expect(() => repo.git("merge", "side")).toThrow()
    },
    args: web,
    code: 1,
    error: "repo/operation-in-progress",
  },
  "another chart": {
    files: { "apps/shop-dev/web/application.yaml": applicationText("web", "helm/idp-simple") },
    args: web,
    code: 1,
    error: "app/chart-without-middlewares",
  },
  "an unknown chart": {
    prepare: () => repo.git("rm", "--quiet", "apps/shop-dev/web/application.yaml"),
    args: web,
    code: 1,
    error: "app/chart-without-middlewares",
  },
  "a disabled ingress": {
    files: withValues(valuesText("a.example.com").replace("enabled: true", "enabled: false")),
    args: web,
    code: 1,
    error: "app/ingress-disabled",
  },
  "an ingress that is not enabled": {
    args: [...web, "--ingress", "private"],
    code: 1,
    error: "app/ingress-disabled",
  },
  "no host": {
    files: withValues("ingress: {enabled: true, public: {enabled: true}}\n"),
    args: web,
    code: 1,
    error: "app/no-host",
  },
  "a wildcard host": {
    files: withValues(valuesText('"*.example.com"')),
    args: web,
    code: 1,
    error: "app/no-host",
  },
  "values that do not parse": { files: withValues("a: [\n"), args: web, code: 1, error: "app/invalid-yaml" },
  "conflict markers": {
    files: withValues("<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n"),
    args: web,
    code: 1,
    error: "app/invalid-yaml",
  },
  "a folder that deploys something else": {
    files: { [paths.application]: applicationText("web-oidc") },
    args: web,
    code: 1,
    error: "app/release-name-taken",
  },
  "a broken profile": {
    files: { ".idp-oidc.yaml": "tenant: x\n" },
    args: web,
    code: 1,
    error: "app/invalid-yaml",
  },
}

describe("idp-oidc init refuses", () => {
  it.each(Object.entries(refusals))(
    "%s, and writes nothing",
    async (_, { files, prepare, args, code, error }) => {
      if (files) replaceFiles(files)
      prepare?.()
      const before = state()
      const { code: seen, stdout } = await init(...args, "--yes", "--json")
      const document = JSON.parse(stdout)
      expect({ code: seen, status: document.status, error: document.error?.code }).toEqual({
        code,
        status: "failed",
        error,
      })
      expect(state()).toEqual(before)
    },
  )

  it("a folder without repository, without apps, without commits", async () => {
    const outside = await run(["init", ...web, "--yes", "--repo", "/"], { env: { ...isolatedEnv } })
    expect({ code: outside.code, stderr: outside.stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining("repo/not-a-repository"),
    })
    const bare = createAppsRepo({})
    const at = (...args: string[]) =>
      run(["init", ...args, "--yes"], { cwd: bare.root, env: { ...isolatedEnv } })
    expect((await at(...web)).stderr).toContain("repo/no-apps-folder")
    for (const [path, text] of Object.entries(exampleFiles())) bare.write(path, text)
    expect((await at(...web, "--commit")).stderr).toContain("repo/no-commits")
    expect((await at(...web)).code).toBe(0)
    bare.remove()
  })
})
