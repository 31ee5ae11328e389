import { expect, it } from "vitest"
import { possibleDestinations } from "../../../src/core/plan/destination.ts"
import { fakeGit } from "../../fakes/snapshot.ts"

it.each([
  [{}, ["working-tree", "branch", "pull-request"]],
  [{ remote: undefined }, ["working-tree", "branch"]],
  [{ defaultBranch: undefined }, ["working-tree"]],
])("offers of a repository with %j what it can take", (git, expected) => {
  expect(possibleDestinations(fakeGit(git))).toEqual(expected)
})
