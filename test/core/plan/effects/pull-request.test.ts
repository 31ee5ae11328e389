import { expect, it } from "vitest"
import { planPullRequest } from "../../../../src/core/plan/effects/pull-request.ts"
import type { BranchDestination, PullRequests } from "../../../../src/core/plan/snapshot.ts"

const change = { commits: false, merged: false, subject: "Add", body: "Because", why: "deploys it" }
const branch = (exists: boolean): BranchDestination => ({
  kind: "branch",
  branch: "b",
  parent: "c0ffee",
  base: "main",
  exists,
  onGitHub: true,
})
const requests = (state?: "open" | "merged" | "closed"): PullRequests => ({
  base: "main",
  newest: new Map(state === undefined ? [] : [["b", { url: "https://example.com/1", state }]]),
  notes: [],
})
const kinds = (...input: Parameters<typeof planPullRequest>) =>
  planPullRequest(...input).effects.map(({ kind }) => kind)

const cases: readonly (readonly [
  name: string,
  exists: boolean,
  state: "open" | "merged" | "closed" | undefined,
  commits: boolean,
  opens: boolean,
])[] = [
  ["a new branch with a commit", false, undefined, true, true],
  ["a branch that a run left without one", true, undefined, false, true],
  ["a branch whose earlier one was declined", true, "closed", false, true],
  ["a new commit after a merge", true, "merged", true, true],
  ["a merged branch", true, "merged", false, false],
  ["no branch and no commit", false, undefined, false, false],
  ["an open one, which follows its branch", true, "open", true, false],
]
it.each(cases)("%s", (_name, exists, state, commits, opens) => {
  expect(kinds(branch(exists), requests(state), { ...change, commits })).toEqual(
    opens ? ["pull-request"] : [],
  )
})

it("waits for an open one, by its link", () => {
  const { waits } = planPullRequest(branch(true), requests("open"), change)
  expect(waits).toEqual(["Pull request https://example.com/1 waits to be merged: it deploys it."])
})

it("makes none of files in the working tree, nor where none are asked for", () => {
  expect(kinds({ kind: "working-tree" }, requests(), { ...change, commits: true })).toEqual([])
  expect(kinds(branch(true), undefined, { ...change, commits: true })).toEqual([])
})
