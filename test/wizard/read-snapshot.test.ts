import { describe, expect, it } from "vitest"
import { AppError } from "../../src/core/errors.ts"
import type { Tree } from "../../src/core/repo/tree.ts"
import { type ReadRequest, readSnapshot } from "../../src/wizard/read-snapshot.ts"
import { applicationText, exampleFiles, type Texts, valuesText } from "../fakes/apps-repo.ts"
import { fakeGit } from "../fakes/snapshot.ts"

/** A tree of texts that remembers what was asked of it, and can be searched. */
function recordingTree(texts: Texts, label: string) {
  const asked: string[] = []
  const children = (folder: string, isFolder: boolean): readonly string[] => {
    asked.push(`${folder}/`)
    const rests = Object.keys(texts)
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split("/"))
    return [
      ...new Set(rests.filter(({ length }) => length > 1 === isFolder).map(([name = ""]) => name)),
    ].sort()
  }
  const tree: Tree = {
    label,
    folders: (path) => Promise.resolve(children(path, true)),
    files: (path) => Promise.resolve(children(path, false)),
    read: (paths) => {
      asked.push(...paths)
      return Promise.resolve(paths.map((path) => texts[path]))
    },
  }
  const search = async (wanted: readonly string[]): Promise<readonly string[]> =>
    Object.keys(texts).filter((path) => wanted.some((text) => texts[path]?.includes(text)))
  return { tree, asked, search }
}

const read = (
  request: Partial<ReadRequest>,
  working: ReturnType<typeof recordingTree>,
  committed = recordingTree({}, "origin/main"),
  git = fakeGit(),
) =>
  readSnapshot(
    {
      git: {
        facts: () => Promise.resolve(git),
        tree: () => committed.tree,
        search: (texts, { commit }) => (commit ? committed : working).search(texts),
        isMerged: (tip) => Promise.resolve(tip === "merged"),
        commit: () => Promise.reject(new Error("reading commits nothing")),
      },
      files: {
        read: () => Promise.resolve(undefined),
        remove: async () => {},
        write: () => Promise.reject(new Error("reading writes nothing")),
        folders: () => Promise.resolve([]),
        files: () => Promise.resolve([]),
        resolve: (path) => Promise.resolve(path),
      },
      workingTree: working.tree,
    },
    {
      given: {},
      around: [],
      destination: "working-tree",
      showOnly: false,
      ingress: "untouched",
      ticketPath: undefined,
      ...request,
    },
  )

const chosen = { given: { namespace: "shop-dev", app: "web" } }

describe("readSnapshot", () => {
  it("reads of other namespaces only what protects the same app there, and of other apps only what they install", async () => {
    const files = {
      ...exampleFiles(),
      "apps/shop-prod/web/application.yaml": applicationText("web"),
      "apps/shop-prod/web/values.yaml": valuesText("web.example.com"),
    }
    const working = recordingTree(files, "the working tree")
    await read(chosen, working)
    const { asked } = working
    expect(asked.filter((path) => path.includes("shop-prod"))).toEqual([
      "apps/shop-prod/web-oidc/application.yaml",
    ])
    expect(asked.filter((path) => path.includes("/api/"))).toEqual(["apps/shop-dev/api/application.yaml"])
  })

  it("takes facts from the default branch where the change will be a commit", async () => {
    const committed = recordingTree(exampleFiles(), "origin/main")
    const working = recordingTree(
      { ...exampleFiles(), "apps/shop-dev/web/values.yaml": valuesText("unsaved.example.com") },
      "the working tree",
    )
    const reading = await read({ ...chosen, destination: "branch", ingress: "wire" }, working, committed)
    if (reading.kind === "missing") throw new Error("nothing is missing")
    const { app, deploy, wire } = reading.snapshot
    expect(app.ingresses.public.hosts.map(({ value }) => value)).toEqual(["web.shop-dev.example.com"])
    expect([deploy, wire].map((place) => place?.destination)).toEqual([
      { kind: "branch", branch: "idp-oidc/web-oidc", parent: "c0ffee", base: "origin/main", exists: false },
      {
        kind: "branch",
        branch: "idp-oidc/web-oidc-wire",
        parent: "c0ffee",
        base: "origin/main",
        exists: false,
      },
    ])
  })

  it("begins the next branch where the one before is merged", async () => {
    const branches = new Map(
      Object.entries({
        main: "c0ffee",
        "idp-oidc/web-oidc": "merged",
        "idp-oidc/web-oidc-2": "merged",
        "idp-oidc/web-oidc-wire": "ahead",
      }).map(([name, commit]) => [name, { commit, checkedOut: false }]),
    )
    const reading = await read(
      { ...chosen, destination: "branch", ingress: "wire" },
      recordingTree({}, "the working tree"),
      recordingTree(exampleFiles(), "origin/main"),
      fakeGit({ branches }),
    )
    if (reading.kind === "missing") throw new Error("nothing is missing")
    const { deploy, wire } = reading.snapshot
    expect([deploy, wire].map((place) => place?.destination)).toEqual([
      { kind: "branch", branch: "idp-oidc/web-oidc-3", parent: "c0ffee", base: "origin/main", exists: false },
      {
        kind: "branch",
        branch: "idp-oidc/web-oidc-wire",
        parent: "ahead",
        base: "idp-oidc/web-oidc-wire",
        exists: true,
      },
    ])
  })

  it("finds the workflow and the releases of the namespace", async () => {
    const reading = await read(
      chosen,
      recordingTree(
        {
          ...exampleFiles(),
          "apps/shop-dev/api-oidc/application.yaml": applicationText("api-oidc", "helm/idp-oidc-middleware"),
          "apps/shop-dev/api-oidc/values.yaml": "domain: api.shop-dev.example.com\n",
        },
        "the working tree",
      ),
    )
    if (reading.kind === "missing") throw new Error("nothing is missing")
    expect(reading.snapshot.workflow?.path).toBe(".github/workflows/shop-dev.yaml")
    expect(reading.snapshot.releases.map(({ name, domain }) => [name, domain])).toEqual([
      ["api-oidc", "api.shop-dev.example.com"],
    ])
    expect(reading.release).toEqual({ name: "web-oidc", origin: "the guide's naming" })
  })

  const monitored = (path: string): Texts => ({
    ...exampleFiles(),
    "apps/ops/blackbox/values.yaml": `probe:\n  targets:\n    - https://web.shop-dev.example.com${path}\n`,
    "apps/ops/portal/values.yaml": "links:\n  - https://web.shop-dev.example.com/start\n",
  })
  const askedOf = async (...parameters: Parameters<typeof read>) => {
    const reading = await read(...parameters)
    if (reading.kind === "missing") throw new Error("nothing is missing")
    return reading.snapshot.asked
  }

  it("finds what monitoring asks of the app, in the state that the change is based on", async () => {
    const committed = recordingTree(monitored("/committed"), "origin/main")
    const working = recordingTree(monitored("/saved"), "the working tree")
    const location = { path: "apps/ops/blackbox/values.yaml", line: 3, column: 7 }
    const host = "web.shop-dev.example.com"
    expect(await askedOf(chosen, working, committed)).toEqual([{ host, value: "/saved", location }])
    expect(await askedOf({ ...chosen, destination: "branch" }, working, committed)).toEqual([
      { host, value: "/committed", location },
    ])
  })

  it("does not look for monitoring where the paths are given", async () => {
    const working = recordingTree(monitored("/saved"), "the working tree")
    expect(await askedOf({ given: { ...chosen.given, bypass: [] } }, working)).toEqual([])
    expect(working.asked).not.toContain("apps/ops/blackbox/values.yaml")
  })

  it("goes on without monitoring where it cannot be searched", async () => {
    const working = recordingTree(monitored("/saved"), "the working tree")
    const refuse = () => Promise.reject(new AppError("repo/git-failed", "git grep failed."))
    expect(await askedOf(chosen, { ...working, search: refuse })).toEqual([])
  })

  it("stops while git is in the middle of something", async () => {
    const git = fakeGit({ operation: "rebase" })
    const working = recordingTree(exampleFiles(), "the working tree")
    await expect(read(chosen, working, undefined, git)).rejects.toMatchObject({
      code: "repo/operation-in-progress",
      hint: expect.stringContaining("git rebase --abort"),
    })
    expect(working.asked).toEqual([])
  })
})
