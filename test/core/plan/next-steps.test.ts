import { describe, expect, it } from "vitest"
import { type Here, makeNextSteps } from "../../../src/core/plan/next-steps.ts"
import type { Destination, Snapshot } from "../../../src/core/plan/snapshot.ts"
import { fakeAnswers, fakeGit, fakeSnapshot } from "../../fakes/snapshot.ts"

const inside: Here = { repo: undefined, path: (path) => `../../${path}` }
const outside: Here = { repo: "../my repo", path: (path) => `../my repo/${path}` }
const branch: Destination = {
  kind: "branch",
  branch: "idp-oidc/web-oidc",
  parent: "c0ffee",
  base: "origin/main",
  exists: false,
}
const onBranch = { deploy: { destination: branch, texts: new Map(), drafts: new Map() } }

const commands = (snapshot: Partial<Snapshot>, here: Here, changes = {}) =>
  makeNextSteps(fakeAnswers(changes), fakeSnapshot(snapshot), { deploys: true, wires: false, here }).map(
    ({ command }) => command,
  )

describe("makeNextSteps", () => {
  it("names paths as they are typed where the command was started", () => {
    expect(commands({}, inside)).toEqual([
      "git add ../../apps/shop-dev/web-oidc",
      "idp-oidc preview ../../apps/shop-dev/web-oidc",
      "idp-oidc init --namespace shop-dev --app web --yes --wire",
    ])
  })

  it("works from outside the repository, and through a shell", () => {
    expect(commands({}, outside)).toEqual([
      "git -C '../my repo' add :/apps/shop-dev/web-oidc",
      "idp-oidc preview '../my repo/apps/shop-dev/web-oidc'",
      "idp-oidc init --repo '../my repo' --namespace shop-dev --app web --yes --wire",
    ])
  })

  it("pushes a branch and leads to its pull request", () => {
    const [first] = makeNextSteps(fakeAnswers(), fakeSnapshot(onBranch), {
      deploys: true,
      wires: false,
      here: inside,
    })
    expect(first).toEqual({
      command: "git push -u origin idp-oidc/web-oidc",
      why: expect.stringContaining(
        "https://github.example.com/shop/apps-shop/compare/main...idp-oidc/web-oidc",
      ),
    })
  })

  it("merges where there is no remote, and repeats --commit and --name", () => {
    const git = fakeGit({ hasRemote: false, remote: undefined })
    expect(commands({ ...onBranch, git }, inside, { release: "login" })).toEqual([
      "git merge idp-oidc/web-oidc",
      "idp-oidc init --namespace shop-dev --app web --name login --yes --wire --commit",
    ])
  })
})
