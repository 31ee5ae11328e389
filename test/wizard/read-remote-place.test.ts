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

it("begins a new branch at the base where one of that name is merged already", async () => {
  const github: ReadGitHub = {
    tokenSource: "GH_TOKEN",
    repository: async () =>
      ({ defaultBranch: "main", canPush: true }) as Awaited<ReturnType<ReadGitHub["repository"]>>,
    branch: async (name) =>
      (["main", "wire", "wire-2"].includes(name) ? { commit: `of ${name}` } : undefined) as Awaited<
        ReturnType<ReadGitHub["branch"]>
      >,
    file: async (_path, ref) => ref,
    findPullRequest: async (branch) =>
      (branch === "wire" || branch === "wire-2"
        ? { branch, state: "merged" }
        : undefined) as unknown as PullRequestState,
  }
  const workingTree = {
    label: "",
    folders: async () => [],
    files: async () => [],
    read: async () => [undefined],
  }
  const tools = { workingTree, git: { tree: () => workingTree } }
  const places = await readRemotePlaces(github, tools, ["wire"])
  const { destination, texts } = await places.place("wire", ["values.yaml"])
  expect(destination).toMatchObject({ branch: "wire-3", exists: false, parent: "of main" })
  expect(texts.get("values.yaml")).toBe("of main")
  expect([...(await places.pullRequests(["wire"])).newest.keys()]).toEqual([])
})
