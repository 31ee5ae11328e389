import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type GitRepository, openRepository } from "../../../src/adapters/git/git.ts"
import { type AppsRepo, createAppsRepo, isolatedEnv } from "../../fakes/apps-repo.ts"

let repo: AppsRepo
beforeEach(() => {
  repo = createAppsRepo({
    "apps/n/web/values.yaml": "a: 1\n",
    "apps/n/web/æ b.yaml": "x\r\n",
    "README.md": "",
  })
})
afterEach(() => repo.remove())

async function open(
  folder = repo.root,
  env: Readonly<Record<string, string>> = isolatedEnv,
): Promise<GitRepository> {
  const repository = await openRepository(folder, env)
  if (!repository) throw new Error("no repository")
  return repository
}

const head = () => repo.git("rev-parse", "HEAD").trim()

const change = (changes: Partial<Parameters<GitRepository["commit"]>[0]> = {}) => ({
  branch: "idp-oidc/web-oidc",
  parent: head(),
  branchExists: false,
  message: "Add a file\n\nBecause.\n",
  files: [{ path: "apps/n/web-oidc/values.yaml", text: "b: 2\r\n" }],
  ...changes,
})

/** All that a commit beside the checkout must leave alone. */
const checkout = () => [
  repo.git("symbolic-ref", "-q", "HEAD"),
  repo.git("rev-parse", "HEAD"),
  repo.git("status", "--porcelain=v2", "--untracked-files=all"),
  repo.git("diff", "--cached"),
  repo.git("diff"),
]

describe("openRepository", () => {
  it("finds the root from any folder of it", async () => {
    expect((await open(join(repo.root, "apps/n/web"))).root).toBe(repo.root)
  })

  it("finds nothing outside of a repository, or where there is no folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "no-repo-"))
    expect(await openRepository(folder, isolatedEnv)).toBeUndefined()
    expect(await openRepository(join(folder, "none"), isolatedEnv)).toBeUndefined()
    rmSync(folder, { recursive: true })
  })

  it("is not led astray by the environment of a hook", async () => {
    const other = createAppsRepo()
    const env = {
      ...isolatedEnv,
      GIT_DIR: join(other.root, ".git"),
      GIT_INDEX_FILE: join(other.root, "index"),
    }
    expect((await open(repo.root, env)).root).toBe(repo.root)
    other.remove()
  })

  it("says so where git is not installed", async () => {
    await expect(openRepository(repo.root, { PATH: "/nonexistent" })).rejects.toMatchObject({
      code: "repo/git-missing",
    })
  })
})

describe("facts", () => {
  it("knows branch, default branch and remote", async () => {
    repo.git("remote", "add", "origin", "https://user:not-a-token@github.example.com/shop/apps-shop.git")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    expect(await (await open()).facts()).toEqual({
      currentBranch: "main",
      branches: new Map([["main", { commit: head(), checkedOut: true }]]),
      defaultBranch: { name: "main", label: "origin/main", commit: head() },
      hasRemote: true,
      remote: { host: "github.example.com", owner: "shop", name: "apps-shop" },
      operation: undefined,
    })
  })

  it("takes the last of several addresses, and the first branch's name as it is configured", async () => {
    repo.git("config", "--add", "remote.origin.url", "https://old.example.com/shop/old.git")
    repo.git("config", "--add", "remote.origin.url", "git@github.example.com:shop/apps-shop.git")
    repo.git("config", "init.defaultBranch", "trunk")
    repo.git("branch", "--move", "trunk")
    const opened = await open()
    expect(await opened.remote()).toEqual({ host: "github.example.com", owner: "shop", name: "apps-shop" })
    expect(await opened.facts()).toMatchObject({
      remote: await opened.remote(),
      defaultBranch: { name: "trunk", label: "trunk" },
    })
  })

  it("knows that there is no remote", async () => {
    const opened = await open()
    expect(await opened.remote()).toBeUndefined()
    expect(await opened.facts()).toMatchObject({ hasRemote: false, remote: undefined })
  })

  it("knows that HEAD is detached", async () => {
    repo.git("checkout", "--quiet", "--detach")
    expect(await (await open()).facts()).toMatchObject({
      currentBranch: undefined,
      defaultBranch: { name: "main" },
    })
  })

  it("knows a repository without commits", async () => {
    const empty = createAppsRepo({})
    expect(await (await open(empty.root)).facts()).toMatchObject({ defaultBranch: undefined })
    empty.remove()
  })

  it("knows that a merge is under way", async () => {
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write("apps/n/web/values.yaml", "a: 2\n")
    repo.commitAll()
    repo.git("checkout", "--quiet", "main")
    repo.write("apps/n/web/values.yaml", "a: 3\n")
    repo.commitAll()
    expect(() => repo.git("merge", "side")).toThrow()
    expect((await (await open()).facts()).operation).toBe("merge")
  })

  it("knows branches that another working tree has checked out", async () => {
    const elsewhere = `${repo.root}-tree`
    repo.git("worktree", "add", "--quiet", "-b", "idp-oidc/web-oidc", elsewhere)
    expect((await (await open()).facts()).branches.get("idp-oidc/web-oidc")?.checkedOut).toBe(true)
    rmSync(elsewhere, { recursive: true })
  })
})

describe("tree", () => {
  it("reads a commit, whatever the working tree holds", async () => {
    const commit = head()
    repo.write("apps/n/web/values.yaml", "a: changed\n")
    repo.write("apps/n/other/values.yaml", "new\n")
    const tree = (await open()).tree(commit, "main")
    expect(await tree.folders("apps/n")).toEqual(["web"])
    expect(await tree.files("apps/n/web")).toEqual(["values.yaml", "æ b.yaml"])
    expect(
      await tree.read(["apps/n/web/æ b.yaml", "apps/n/none.yaml", "apps/n/web/values.yaml", "apps/n/web"]),
    ).toEqual(["x\r\n", undefined, "a: 1\n", undefined])
  })

  it("refuses to guess what bytes mean", async () => {
    writeFileSync(join(repo.root, "apps/n/web/values.yaml"), Buffer.from([0xff, 0xfe]))
    repo.commitAll()
    const tree = (await open()).tree(head(), "main")
    await expect(tree.read(["apps/n/web/values.yaml"])).rejects.toMatchObject({
      code: "repo/unreadable-file",
    })
  })
})

describe("search", () => {
  const glob = "apps/*/*/values.yaml"
  const search = async (repository: AppsRepo, commit?: string) =>
    (await open(repository.root)).search(["host.example.com", "b.c"], { glob, ...(commit ? { commit } : {}) })

  it("finds the files of a commit that hold a text to the letter, whatever is beside them now", async () => {
    repo.write("apps/n/web/values.yaml", "- https://HOST.example.com/up\n")
    repo.write("apps/n/dots/values.yaml", "- https://host-example.com/up\n- bxc\n")
    repo.write("apps/æ ø/b c/values.yaml", "b.c\n")
    repo.write("apps/n/web/chart/values.yaml", "b.c\n")
    repo.write("apps/n/web/notes.md", "b.c\n")
    repo.commitAll()
    const commit = head()
    repo.write("apps/n/web/values.yaml", "a: 1\n")
    repo.write("apps/n/new/values.yaml", "b.c\n")
    expect(await search(repo, commit)).toEqual(["apps/n/web/values.yaml", "apps/æ ø/b c/values.yaml"])
  })

  it("finds the files of the working tree, new ones too, but none that git ignores or that are gone", async () => {
    repo.write("apps/n/gone/values.yaml", "b.c\n")
    repo.write(".gitignore", "ignored\n")
    repo.commitAll()
    rmSync(join(repo.root, "apps/n/gone"), { recursive: true })
    repo.write("apps/n/new/values.yaml", "b.c\n")
    repo.write("apps/n/ignored/values.yaml", "b.c\n")
    expect(await search(repo)).toEqual(["apps/n/new/values.yaml"])
  })

  it("finds nothing in silence, and says so where git fails", async () => {
    expect(await search(repo, head())).toEqual([])
    await expect(search(repo, "0123456789012345678901234567890123456789")).rejects.toMatchObject({
      code: "repo/git-failed",
    })
  })

  it("works in a repository without commits, whatever its git is set to", async () => {
    const empty = createAppsRepo({})
    empty.git("config", "color.ui", "always")
    empty.git("config", "submodule.recurse", "true")
    empty.git("config", "grep.lineNumber", "true")
    empty.write("apps/n/web/values.yaml", "b.c\n")
    expect(await search(empty)).toEqual(["apps/n/web/values.yaml"])
    empty.remove()
  })
})

describe("isMerged", () => {
  const commitOn = (branch: string, ...files: readonly string[]) => {
    repo.git("checkout", "--quiet", "-B", branch)
    for (const file of files) {
      repo.write(file, "new\n")
      repo.commitAll(`add ${file}`)
    }
    return head()
  }
  const elsewhere = () => {
    repo.git("checkout", "--quiet", "main")
    return commitOn("main", "elsewhere")
  }
  const isMerged = async (commit: string) =>
    (await open()).isMerged(commit, repo.git("rev-parse", "main").trim())

  it.each<[string, boolean, () => string]>([
    ["a branch that is ahead", false, () => commitOn("side", "x")],
    [
      "one that is ahead and behind",
      false,
      () => {
        const tip = commitOn("side", "x")
        elsewhere()
        return tip
      },
    ],
    ["one that was merged fast-forward", true, () => head()],
    [
      "one that was merged",
      true,
      () => {
        const tip = commitOn("side", "x")
        elsewhere()
        repo.git("merge", "--quiet", "--no-edit", "side")
        return tip
      },
    ],
    [
      "one that was squashed",
      true,
      () => {
        const tip = commitOn("side", "x")
        elsewhere()
        repo.git("merge", "--quiet", "--squash", "side")
        repo.git("commit", "--quiet", "--message", "squashed")
        return tip
      },
    ],
    [
      "one that was rebased",
      true,
      () => {
        const tip = commitOn("side", "x", "y")
        elsewhere()
        repo.git("cherry-pick", "side~1", "side")
        return tip
      },
    ],
    [
      "one that went on after it was merged",
      false,
      () => {
        commitOn("side", "x")
        repo.git("checkout", "--quiet", "main")
        repo.git("merge", "--quiet", "side")
        repo.git("checkout", "--quiet", "side")
        return commitOn("side", "y")
      },
    ],
  ])("knows of %s: %s", async (_, expected, prepare) => {
    expect(await isMerged(prepare())).toBe(expected)
  })
})

describe("commit", () => {
  it("makes a branch and leaves the checkout alone, staged and unsaved work included", async () => {
    repo.write("staged.txt", "staged")
    repo.git("add", "staged.txt")
    repo.write("README.md", "unsaved")
    const before = checkout()
    const commit = await (await open()).commit(change())
    expect(checkout()).toEqual(before)
    expect(repo.git("rev-parse", "idp-oidc/web-oidc").trim()).toBe(commit)
    expect(repo.git("diff", "--name-status", "main", commit)).toBe("A\tapps/n/web-oidc/values.yaml\n")
    expect(repo.git("show", `${commit}:apps/n/web-oidc/values.yaml`)).toBe("b: 2\r\n")
    expect(repo.git("log", "-1", "--format=%an <%ae>%n%B", commit)).toContain(
      "Test Author <author@example.com>\nAdd a file\n\nBecause.",
    )
  })

  it("works with a detached HEAD, and leaves no index of its own", async () => {
    repo.git("checkout", "--quiet", "--detach")
    await (await open()).commit(change())
    expect(readdirSync(join(repo.root, ".git")).filter((name) => name.includes("idp-oidc"))).toEqual([])
    expect(repo.git("fsck", "--no-dangling")).toBe("")
  })

  it("keeps the mode of a file that it changes", async () => {
    repo.git("update-index", "--chmod=+x", "apps/n/web/values.yaml")
    repo.git("commit", "--quiet", "-m", "executable")
    const commit = await (await open()).commit(
      change({ files: [{ path: "apps/n/web/values.yaml", text: "a: 2\n" }] }),
    )
    expect(repo.git("ls-tree", commit, "apps/n/web/values.yaml")).toMatch(/^100755/)
  })

  it("takes a file away, and its folder with it", async () => {
    const files = ["values.yaml", "æ b.yaml"].map((name) => ({ path: `apps/n/web/${name}`, text: undefined }))
    const repository = await open()
    const commit = await repository.commit(change({ files }))
    expect(await repository.tree(commit, "the branch").folders("apps/n")).toEqual([])
    expect(repo.read("apps/n/web/values.yaml")).toBe("a: 1\n")
  })

  it("continues a branch from where it was read", async () => {
    const repository = await open()
    const first = await repository.commit(change())
    const second = await repository.commit(
      change({ parent: first, branchExists: true, files: [{ path: "x", text: "y" }] }),
    )
    expect(repo.git("rev-parse", `${second}~1`).trim()).toBe(first)
  })

  it.each([
    ["a branch that appeared meanwhile", false],
    ["a branch that moved meanwhile", true],
  ])("refuses %s", async (_, branchExists) => {
    const repository = await open()
    const moved = await repository.commit(change())
    await expect(
      repository.commit(change({ branchExists, files: [{ path: "x", text: "y" }] })),
    ).rejects.toMatchObject({ code: "repo/changed-since-read" })
    expect(repo.git("rev-parse", "idp-oidc/web-oidc").trim()).toBe(moved)
  })

  it("refuses to invent an author", async () => {
    repo.git("config", "--unset", "user.email")
    await expect((await open()).commit(change())).rejects.toMatchObject({ code: "repo/no-author" })
    expect(repo.git("branch", "--list", "idp-oidc/*")).toBe("")
  })

  it("takes the author that the environment names", async () => {
    repo.git("config", "--unset", "user.email")
    const env = {
      ...isolatedEnv,
      GIT_AUTHOR_NAME: "CI",
      GIT_AUTHOR_EMAIL: "ci@example.com",
      GIT_COMMITTER_NAME: "CI",
      GIT_COMMITTER_EMAIL: "ci@example.com",
    }
    const commit = await (await open(repo.root, env)).commit(change())
    expect(repo.git("log", "-1", "--format=%ae", commit)).toBe("ci@example.com\n")
  })

  it("passes on what git says when it refuses", async () => {
    await expect(
      (await open()).commit(change({ parent: "0123456789012345678901234567890123456789" })),
    ).rejects.toMatchObject({
      code: "repo/git-failed",
      details: [expect.stringContaining("0123456789")],
    })
  })
})
