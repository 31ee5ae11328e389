import { describe, expect, it } from "vitest"
import { companyProfile } from "../../../src/core/contract/company.ts"
import { secretPaths } from "../../../src/core/contract/names.ts"
import { makeRemoval } from "../../../src/core/plan/make-removal.ts"
import type { DueDeletion, RemovalOptions, RemovalSnapshot } from "../../../src/core/plan/removal.ts"
import type { Place } from "../../../src/core/plan/snapshot.ts"
import { findMiddlewareUses, middlewareNames } from "../../../src/core/repo/middleware-references.ts"
import { valuesText } from "../../fakes/apps-repo.ts"
import { fakeApp, fakeGit, workingTree } from "../../fakes/snapshot.ts"

const open = valuesText("web.shop-dev.example.com")
const wired = open.replace(
  "    enabled: true\n",
  "    enabled: true\n    middlewares: [shop-dev-web-oidc@kubernetescrd]\n",
)
const path = "apps/shop-dev/web/values.yaml"
const files = ["application.yaml", "values.yaml"].map((name) => `apps/shop-dev/web-oidc/${name}`)
const names = middlewareNames("shop-dev", "web-oidc", undefined)
const uses = findMiddlewareUses(wired, path, names)

const branch = (texts: Record<string, string>, exists = false): Place => ({
  ...workingTree(texts),
  destination: { kind: "branch", branch: "b", parent: "c0ffee", base: "origin/main", exists, onGitHub: true },
})

const snapshot = (changes: Partial<RemovalSnapshot>): RemovalSnapshot => ({
  git: fakeGit(),
  profile: companyProfile,
  app: fakeApp(wired),
  release: "web-oidc",
  names,
  base: { label: "origin/main", uses, files },
  due: { kind: "unwire", place: workingTree({ [path]: wired }) },
  secrets: { kind: "separate", paths: secretPaths("shop-dev", "web") },
  notes: [],
  ...changes,
})

const deletion = (changes: Partial<DueDeletion> = {}): Partial<RemovalSnapshot> => ({
  app: fakeApp(open),
  base: { label: "origin/main", uses: [], files },
  due: {
    kind: "delete",
    place: workingTree(Object.fromEntries(files.map((file) => [file, "a: 1\n"]))),
    otherUses: [],
    otherFiles: [],
    ...changes,
  },
})

const plan = (changes: Partial<RemovalSnapshot>, options: Partial<RemovalOptions> = {}) =>
  makeRemoval(
    snapshot(changes),
    {},
    {
      here: { repo: undefined, path: (text) => text },
      registration: { displayName: undefined, clientId: undefined },
      ticketLanguage: undefined,
      stillAsking: [],
      ...options,
    },
  )
const shown = ({ status, effects, waits }: ReturnType<typeof plan>) => ({
  status,
  kinds: effects.map(({ kind }) => kind).join(" "),
  waits: waits.length,
})

const newest = (state: "open" | "merged" | "closed") => ({
  pullRequests: { base: "main", newest: new Map([["b", { url: "https://pr", state }]]), notes: [] },
})
const none = { pullRequests: { base: "main", newest: new Map(), notes: [] } }

describe("makeRemoval", () => {
  it.each<[name: string, changes: Partial<RemovalSnapshot>, status: string, kinds: string, waits: number]>([
    ["turns login off in the working tree", {}, "planned", "edit-file", 0],
    [
      "turns it off on a branch, with its pull request",
      { due: { kind: "unwire", place: branch({ [path]: wired }) }, ...none },
      "planned",
      "commit pull-request",
      0,
    ],
    [
      "opens the pull request that an earlier run left out",
      { due: { kind: "unwire", place: branch({ [path]: open }, true) }, ...none },
      "planned",
      "pull-request",
      0,
    ],
    [
      "waits for an open one",
      { due: { kind: "unwire", place: branch({ [path]: open }, true) }, ...newest("open") },
      "action-required",
      "",
      1,
    ],
    [
      "waits for the branch to be merged",
      { due: { kind: "unwire", place: branch({ [path]: open }, true) }, ...newest("merged") },
      "action-required",
      "",
      1,
    ],
    [
      "waits for the working tree to be merged",
      { due: { kind: "unwire", place: workingTree({ [path]: open }) } },
      "action-required",
      "",
      1,
    ],
    ["then deletes both files", deletion(), "planned", "delete-file delete-file ticket instruct", 0],
    [
      "deletes the one that is left",
      deletion({ place: workingTree({ [files[1] ?? ""]: "a: 1\n" }) }),
      "planned",
      "delete-file ticket instruct",
      0,
    ],
    ["waits for the deletion to be merged", deletion({ place: workingTree() }), "action-required", "", 1],
    [
      "is done when nothing is left",
      { ...deletion({ place: workingTree() }), base: { label: "origin/main", uses: [], files: [] } },
      "nothing-to-do",
      "",
      0,
    ],
  ])("%s", (_, changes, status, kinds, waits) => {
    expect(shown(plan(changes))).toEqual({ status, kinds, waits })
  })

  it("never turns login off and deletes the middleware in one plan", () => {
    for (const changes of [{}, deletion()]) {
      const { effects } = plan(changes)
      const touched = effects.map((effect) => ("path" in effect ? effect.path === path : undefined))
      expect(new Set(touched.filter((own) => own !== undefined)).size).toBe(1)
    }
  })

  it("writes nothing while a host still asks for login", () => {
    const held = plan(deletion(), { stillAsking: ["web.shop-dev.example.com"] })
    expect(shown(held)).toEqual({ status: "action-required", kinds: "", waits: 1 })
  })

  it("refuses where others refer to the middleware, with every line", () => {
    const otherUses = [2, 5].map((line) => ({
      value: "x",
      location: { path: "apps/other/api/values.yaml", line },
    }))
    expect(() => plan(deletion({ otherUses }))).toThrow(
      expect.objectContaining({
        code: "app/middleware-in-use",
        details: ["apps/other/api/values.yaml:2: x", "apps/other/api/values.yaml:5: x"],
      }),
    )
  })

  it("says what stays, and that identity headers are not to be trusted any more", () => {
    expect(plan({}).notes.join()).toContain("must not trust them any more")
    expect(plan(deletion({ otherFiles: ["apps/shop-dev/web-oidc/README.md"] })).notes.join()).toContain(
      "README.md stays",
    )
    expect(
      plan({ ...deletion(), secrets: { kind: "together", path: "customer/x" } }).effects.at(-1),
    ).toMatchObject({
      lines: ["In AWS Secrets Manager:", "customer/x"],
    })
  })

  it.each(["da", "en"] as const)("orders the deletion of the app registration in %s", (ticketLanguage) => {
    const { effects } = plan(deletion(), {
      ticketLanguage,
      registration: { displayName: "Web Shop", clientId: "11111111-2222-4333-8444-555555555555" },
    })
    expect(effects.find(({ kind }) => kind === "ticket")).toMatchObject({
      text: expect.stringMatching(
        /^(?:Emne: Slet|Subject: Delete an) Entra app registration: Web Shop\n.*11111111-2222.*\/oauth2\/callback\n$/s,
      ),
    })
  })
})
