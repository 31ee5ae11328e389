import { expect, it } from "vitest"
import { findRound } from "../../../src/core/plan/branch-round.ts"

const find = (states: Readonly<Record<string, string>>) => async (branch: string) => {
  const state = states[branch]
  return state === undefined ? undefined : { branch, state }
}

it.each([
  [{}, "wire", undefined],
  [{ wire: "open" }, "wire", "wire"],
  [{ wire: "closed" }, "wire", "wire"],
  [{ wire: "merged" }, "wire-2", "wire"],
  [{ wire: "merged", "wire-2": "open" }, "wire-2", "wire-2"],
  [{ wire: "merged", "wire-2": "merged" }, "wire-3", "wire-2"],
])("of %j goes on with %s, after the pull request of %s", async (states, branch, newest) => {
  const round = await findRound("wire", find(states))
  expect([round.branch, round.newest?.branch]).toEqual([branch, newest])
})

it("ends where every branch is said to be merged", async () => {
  const round = await findRound("wire", async (branch) => ({ branch, state: "merged" }))
  expect(round.branch).toBe("wire-50")
})
