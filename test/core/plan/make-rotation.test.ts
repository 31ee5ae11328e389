import { describe, expect, it } from "vitest"
import { companyProfile } from "../../../src/core/contract/company.ts"
import { secretPaths } from "../../../src/core/contract/names.ts"
import type { SecretsRoute } from "../../../src/core/plan/effect.ts"
import { makeRotation } from "../../../src/core/plan/make-rotation.ts"
import type { RotationOptions, RotationSnapshot } from "../../../src/core/plan/rotation.ts"
import { fakeApp, fakeGit, workingTree } from "../../fakes/snapshot.ts"

const path = "apps/shop-dev/web-oidc/values.yaml"
const aws: SecretsRoute = { kind: "aws" }
const workflow: SecretsRoute = {
  kind: "workflow",
  path: ".github/workflows/shop-dev.yaml",
  name: "shop-dev secrets",
  ref: "main",
  inputs: { path: "subpath", value: "value", others: {} },
}
const store = (route: SecretsRoute = aws, previous: "kept" | "dropped" | "none" = "none") => ({
  route,
  previous,
  notes: [],
})

const snapshot = (changes: Partial<RotationSnapshot> = {}): RotationSnapshot => ({
  git: fakeGit(),
  profile: companyProfile,
  app: fakeApp(),
  release: "web-oidc",
  chartVersion: "0.3.3",
  runtime: "platform",
  path,
  place: workingTree({ [path]: "domain: web.shop-dev.example.com\n" }),
  secrets: { kind: "separate", paths: secretPaths("shop-dev", "web") },
  notes: [],
  ...changes,
})

const plan = (options: Partial<RotationOptions>, changes: Partial<RotationSnapshot> = {}) =>
  makeRotation(
    snapshot(changes),
    {},
    {
      here: { repo: undefined, path: (text) => text },
      secret: "client",
      finish: false,
      store: store(),
      mark: "2026-11-25T22:00:00.000Z",
      secretEnds: undefined,
      registration: { displayName: undefined, clientId: undefined },
      ticketLanguage: undefined,
      ...options,
    },
  )

const steps = ({ effects }: ReturnType<typeof plan>) =>
  effects.map((effect) => (effect.kind === "store-secret" ? `${effect.kind} ${effect.name}` : effect.kind))

describe("makeRotation", () => {
  it.each<[name: string, options: Partial<RotationOptions>, status: string, steps: readonly string[]]>([
    ["orders a client secret", { store: "value-missing" }, "action-required", ["ticket"]],
    ["stores it by AWS", {}, "planned", ["store-secret web-oidc-client-secret", "edit-file", "instruct"]],
    [
      "tries a workflow with the client ID before the secret",
      { store: store(workflow) },
      "planned",
      ["store-secret web-oidc-client-id", "store-secret web-oidc-client-secret", "edit-file", "instruct"],
    ],
    ["makes live what was stored by hand", { store: "skip" }, "planned", ["edit-file", "instruct"]],
    [
      "replaces the session secret",
      { secret: "session", store: store(workflow, "dropped") },
      "planned",
      ["store-secret web-oidc-client-id", "store-secret web-oidc-session-secret", "edit-file"],
    ],
    [
      "drops the previous one",
      { secret: "session", finish: true, store: store(aws, "dropped") },
      "planned",
      ["store-secret web-oidc-session-secret", "edit-file"],
    ],
    [
      "drops nothing where there is none",
      { secret: "session", finish: true, store: "finished" },
      "nothing-to-do",
      [],
    ],
  ])("%s", (_, options, status, expected) => {
    const made = plan(options)
    expect({ status: made.status, steps: steps(made) }).toEqual({ status, steps: expected })
  })

  it("changes nothing of the values but forceSync", () => {
    const values = "# mine\nforceSync:   'old' # why\ndomain: x\n"
    const { effects } = plan({}, { place: workingTree({ [path]: values }) })
    expect(effects.find(({ kind }) => kind === "edit-file")).toMatchObject({
      after: '# mine\nforceSync:   "2026-11-25T22:00:00.000Z" # why\ndomain: x\n',
    })
  })

  it.each<
    [name: string, options: Partial<RotationOptions>, runtime: "platform" | "forward-auth", text: RegExp]
  >([
    ["chart 0.3.x", { store: store(aws, "dropped") }, "platform", /Everyone logs in once more.*0\.3\.x/],
    [
      "a workflow on chart 1.x",
      { store: store(workflow, "dropped") },
      "forward-auth",
      /Everyone logs in once more.*masks the first line.*--secrets-via aws keeps it/,
    ],
    [
      "nothing to keep",
      { store: store(aws, "none") },
      "forward-auth",
      /Everyone logs in.*no usable session secret/,
    ],
    ["two lines", { store: store(aws, "kept") }, "forward-auth", /Nobody is logged out/],
  ])("says who logs in again: %s", (_, options, runtime, text) => {
    expect(plan({ secret: "session", ...options }, { runtime }).notes.join()).toMatch(text)
  })

  it("recommends dropping the previous one only where one is kept", () => {
    const next = (previous: "kept" | "dropped") =>
      plan({ secret: "session", store: store(aws, previous) }, { runtime: "forward-auth" }).next.map(
        ({ command }) => command,
      )
    expect(next("kept").at(-1)).toContain("--secret session --finish --secrets-via aws --yes")
    expect(next("dropped").join()).not.toContain("--finish")
  })

  it("tells the last day to servicedesk, where it is known", () => {
    const lines = plan({ secretEnds: "2027-05-31" }).effects.flatMap((effect) =>
      effect.kind === "instruct" ? effect.lines : [],
    )
    expect(lines).toContain("the new one ends on 2027-05-31")
  })

  it.each<
    [name: string, options: Partial<RotationOptions>, changes: Partial<RotationSnapshot>, code: string]
  >([
    ["no release", {}, { place: workingTree() }, "app/not-protected"],
    ["one JSON text", {}, { secrets: { kind: "together", path: "customer/x" } }, "secrets/not-separate"],
    ["a Secret made elsewhere", {}, { secrets: { kind: "elsewhere" } }, "secrets/not-separate"],
    [
      "a path that no workflow writes to",
      { store: store(workflow) },
      {
        secrets: {
          kind: "separate",
          paths: { ...secretPaths("shop-dev", "web"), clientSecret: "shared/web-secret" },
        },
      },
      "usage/invalid-answer",
    ],
  ])("refuses %s", (_, options, changes, code) => {
    expect(() => plan(options, changes)).toThrow(expect.objectContaining({ code }))
  })
})
