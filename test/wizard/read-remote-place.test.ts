import { expect, it } from "vitest"
import type { PullRequestState } from "../../src/adapters/github/pull-requests.ts"
import { type ReadGitHub, readRemotePlaces } from "../../src/wizard/read-remote-place.ts"

/** GitHub where a colleague merges at the very moment at which the base is read. */
function githubWithHastyColleague(): ReadGitHub {
  let merged = false
  return {
    tokenSource: "GH_TOKEN",
    repository: async () =>
      ({ defaultBranch: "main", canPush: true }) as Awaited<ReturnType<ReadGitHub["repository"]>>,
    branch: async () => {
      const commit = merged ? "new" : "old"
      merged = true
      return { commit } as Awaited<ReturnType<ReadGitHub["branch"]>>
    },
    file: async (_path, ref) => (ref === "new" ? "with the change" : "without it"),
    findPullRequest: async (branch) =>
      ({ branch, url: "https://pr", state: merged ? "merged" : "open" }) as unknown as PullRequestState,
  }
}

it("never sees a pull request as merged and the base without its change", async () => {
  const tools = {} as Parameters<typeof readRemotePlaces>[1]
  const places = await readRemotePlaces(githubWithHastyColleague(), tools, ["deploy"])
  const [text] = await places.read(["values.yaml"])
  const { newest } = await places.pullRequests(["deploy"])
  expect([text, newest.get("deploy")?.state]).toEqual(["without it", "open"])
})
