import { describe, expect, it } from "vitest"
import { parseRefs } from "../../../src/core/repo/refs.ts"

const listing = (...refs: readonly (readonly string[])[]) =>
  refs
    .map(([name, commit, symref = "", head = " ", worktree = ""]) =>
      [name, commit, symref, head, worktree].join("\0"),
    )
    .join("\n")

describe("parseRefs", () => {
  it.each([
    [
      "what the remote calls its default",
      [
        ["refs/heads/main", "1"],
        ["refs/remotes/origin/HEAD", "3", "refs/remotes/origin/trunk"],
        ["refs/remotes/origin/main", "2"],
        ["refs/remotes/origin/trunk", "3"],
      ],
      "",
      { name: "trunk", label: "origin/trunk", commit: "3" },
    ],
    [
      "the remote's main before the local one",
      [
        ["refs/heads/main", "1"],
        ["refs/remotes/origin/main", "2"],
      ],
      "",
      { name: "main", label: "origin/main", commit: "2" },
    ],
    [
      "the configured first branch",
      [
        ["refs/heads/develop", "1"],
        ["refs/heads/main", "2"],
      ],
      "develop",
      { name: "develop", label: "develop", commit: "1" },
    ],
    ["master", [["refs/heads/master", "1"]], "", { name: "master", label: "master", commit: "1" }],
    [
      "the current branch, for want of better",
      [["refs/heads/trunk", "1", "", "*"]],
      "",
      { name: "trunk", label: "trunk", commit: "1" },
    ],
    ["nothing where nothing is", [], "", undefined],
    ["nothing where HEAD is detached and no branch looks like it", [["refs/heads/x", "1"]], "", undefined],
  ])("builds on %s", (_, refs, initial, expected) => {
    expect(parseRefs(listing(...refs), initial).defaultBranch).toEqual(expected)
  })

  it("knows which branch is current, and which are checked out", () => {
    const refs = parseRefs(
      listing(["refs/heads/main", "1", "", "*", "/repo"], ["refs/heads/idp-oidc/web", "2"]),
      "",
    )
    expect(refs.currentBranch).toBe("main")
    expect([...refs.branches]).toEqual([
      ["main", { commit: "1", checkedOut: true }],
      ["idp-oidc/web", { commit: "2", checkedOut: false }],
    ])
  })
})
