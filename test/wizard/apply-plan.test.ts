import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { createFiles, type Files } from "../../src/adapters/fs/files.ts"
import type { Effect } from "../../src/core/plan/effect.ts"
import { type ApplyTools, applyPlan } from "../../src/wizard/apply-plan.ts"
import { type AppsRepo, createAppsRepo } from "../fakes/apps-repo.ts"

let repo: AppsRepo
beforeEach(() => {
  repo = createAppsRepo()
})
afterEach(() => repo.remove())

const app = "apps/shop-dev/web/values.yaml"
const described = { title: "", why: "" }
const create = (path: string, after: string): Effect => ({ kind: "create-file", path, after, ...described })
const edit = (path: string, before: string, after: string): Effect => ({
  kind: "edit-file",
  path,
  before,
  after,
  ...described,
})

const deletion = (path: string, before: string): Effect => ({
  kind: "delete-file",
  path,
  before,
  ...described,
})

const tools = (changes: Partial<ApplyTools> = {}): ApplyTools => ({
  git: { commit: () => Promise.reject(new Error("nothing is committed here")) },
  files: createFiles(),
  root: repo.root,
  cwd: repo.root,
  ...changes,
})

const apply = (effects: readonly Effect[], changes: Partial<ApplyTools> = {}) => {
  const done: string[] = []
  return applyPlan(effects, tools(changes), ({ effect }) => done.push(effect.kind)).then(() => done)
}

const status = () => repo.git("status", "--porcelain", "--untracked-files=all")

describe("applyPlan", () => {
  it("writes the files in order and tells of each", async () => {
    const done = await apply([create("apps/shop-dev/web-oidc/a.yaml", "a"), edit(app, repo.read(app), "b")])
    expect(done).toEqual(["create-file", "edit-file"])
    expect([repo.read("apps/shop-dev/web-oidc/a.yaml"), repo.read(app)]).toEqual(["a", "b"])
  })

  it("deletes a file that is as it was read", async () => {
    expect(await apply([deletion(app, repo.read(app))])).toEqual(["delete-file"])
    expect(status()).toBe(` D ${app}\n`)
  })

  it("writes the ticket where the user stands, not where the repository is", async () => {
    const cwd = join(repo.root, "apps")
    await apply(
      [{ kind: "ticket", text: "please", file: { path: "t.txt", before: undefined }, ...described }],
      { cwd },
    )
    expect(readFileSync(join(cwd, "t.txt"), "utf8")).toBe("please")
  })

  it.each<[string, () => Effect]>([
    ["a file that changed", () => edit(app, "as it was read", "new")],
    ["a file to delete that changed", () => deletion(app, "as it was read")],
    ["a file to delete that is gone", () => deletion("apps/shop-dev/gone.yaml", "as it was read")],
    ["a file that was deleted", () => edit("apps/shop-dev/gone.yaml", "as it was read", "new")],
    ["a file that appeared", () => create(app, "new")],
    [
      "a ticket file that changed",
      () => ({ kind: "ticket", text: "t", file: { path: app, before: "as it was read" }, ...described }),
    ],
  ])("refuses %s before anything is written", async (_, stale) => {
    const fine = create("apps/shop-dev/web-oidc/a.yaml", "a")
    await expect(apply([fine, stale()])).rejects.toMatchObject({ code: "repo/changed-since-read" })
    expect(status()).toBe("")
  })

  it("refuses a file that changed while others were written", async () => {
    const files = createFiles()
    const meddling: Files = {
      ...files,
      write: async (path, text) => {
        await files.write(path, text)
        repo.write(app, "somebody else")
      },
    }
    const effects = [create("apps/shop-dev/web-oidc/a.yaml", "a"), edit(app, repo.read(app), "ours")]
    await expect(apply(effects, { files: meddling })).rejects.toMatchObject({
      code: "repo/changed-since-read",
    })
    expect(repo.read(app)).toBe("somebody else")
  })

  it("refuses to follow a link out of the repository", async () => {
    const outside = createAppsRepo({ "x/keep": "" })
    symlinkSync(join(outside.root, "x"), join(repo.root, "apps/shop-dev/web-oidc"))
    await expect(apply([create("apps/shop-dev/web-oidc/a.yaml", "a")])).rejects.toMatchObject({
      code: "repo/outside-repository",
    })
    expect(outside.git("status", "--porcelain")).toBe("")
    outside.remove()
  })

  it("leaves every file old or new when a write fails halfway", async () => {
    const before = repo.read(app)
    const files = createFiles()
    const failing: Files = {
      ...files,
      write: (path, text) =>
        path.endsWith("values.yaml") ? Promise.reject(new Error("disk full")) : files.write(path, text),
    }
    const effects = [create("apps/shop-dev/web-oidc/application.yaml", "new"), edit(app, before, "ours")]
    await expect(apply(effects, { files: failing })).rejects.toThrow("disk full")
    expect([repo.read("apps/shop-dev/web-oidc/application.yaml"), repo.read(app)]).toEqual(["new", before])
  })

  it("commits through git, and writes nothing itself then", async () => {
    const requests: unknown[] = []
    const git = {
      commit: (request: unknown) => {
        requests.push(request)
        return Promise.resolve("c0ffee")
      },
    }
    await apply(
      [
        {
          kind: "commit",
          branch: "b",
          parent: "p",
          base: "main",
          branchExists: false,
          message: "m",
          files: [
            { kind: "create-file", path: "x", after: "text", ...described },
            { kind: "delete-file", path: "y", before: "text", ...described },
          ],
          ...described,
        },
      ],
      { git },
    )
    expect(requests).toEqual([
      {
        branch: "b",
        parent: "p",
        branchExists: false,
        message: "m",
        files: [
          { path: "x", text: "text" },
          { path: "y", text: undefined },
        ],
      },
    ])
    expect(status()).toBe("")
  })

  it("replaces nothing where a folder stands in the way", async () => {
    mkdirSync(join(repo.root, "apps/shop-dev/web-oidc/a.yaml"), { recursive: true })
    writeFileSync(join(repo.root, "apps/shop-dev/web-oidc/a.yaml/keep"), "")
    await expect(apply([create("apps/shop-dev/web-oidc/a.yaml", "a")])).rejects.toThrow()
    expect(repo.read("apps/shop-dev/web-oidc/a.yaml/keep")).toBe("")
  })
})
