import { randomBytes, randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import { AppError } from "../../src/core/errors.ts"
import type { Answers } from "../../src/core/plan/answers.ts"
import type { Given } from "../../src/core/plan/given.ts"
import { makePlan } from "../../src/core/plan/make-plan.ts"
import type { Snapshot } from "../../src/core/plan/snapshot.ts"
import type { Answer } from "../../src/ui/question.ts"
import { createSecret } from "../../src/ui/secret.ts"
import { checkGiven, editGiven } from "../../src/wizard/screens/edit-given.ts"
import { screenOf } from "../../src/wizard/screens/screen-of.ts"
import {
  advance,
  begin,
  type Decisions,
  type MakePlan,
  type WizardState,
} from "../../src/wizard/wizard-state.ts"
import { fakeAnswers, fakeOrigins, fakeSnapshot, workingTree } from "../fakes/snapshot.ts"

const options = { wire: "no", ticketOut: undefined, here: { repo: undefined, path: String } } as const

const planOf = (answers: Partial<Answers> = {}, snapshot: Partial<Snapshot> = {}) =>
  makePlan(fakeAnswers(answers), fakeOrigins, fakeSnapshot(snapshot), options)

/** Plans what is given, once the app is. */
const plans: MakePlan = async ({ given }) =>
  given.app === undefined
    ? { kind: "missing", missing: [{ flag: "--app", why: "there are several", choices: ["web", "api"] }] }
    : { kind: "planned", plan: planOf(given.groups ? { groups: given.groups } : {}) }

/** Answers screen after screen; `back` is Escape. */
async function walk(
  answers: readonly (Answer | "back")[],
  { given = {}, makePlan: planner = plans }: { given?: Given; makePlan?: MakePlan } = {},
): Promise<WizardState> {
  const settle = async (state: WizardState) =>
    state.phase.kind === "planning" ? advance(state, state.phase.towards, planner) : state
  let state = await settle(begin({ given, toBranch: false, values: {} }))
  for (const answer of answers) {
    const next = answer === "back" ? state.before : screenOf(state)?.next(answer)
    if (!next) throw new Error(`${state.phase.kind} takes no ${String(answer)}`)
    state = await settle(next)
  }
  return state
}

describe("the wizard", () => {
  it.each<[answers: readonly (Answer | "back")[], phase: WizardState["phase"]["kind"]]>([
    [[], "missing"],
    [["web"], "access"],
    [["web", "back"], "missing"],
    [["web", "groups"], "edit"],
    [["web", "groups", "readers"], "access"],
    [["web", "groups", "back"], "access"],
    [["web", "continue"], "ticket"],
    [["web", "continue", "ticketLanguage"], "edit"],
    [["web", "continue", "ticketLanguage", "en"], "ticket"],
    [["web", "continue", "copy"], "ticket"],
    [["web", "continue", "continue"], "files"],
    [["web", "continue", "continue", "destination"], "files"],
    [["web", "continue", "continue", "leave"], "ended"],
    [["web", "continue", "continue", "continue"], "confirm"],
    [["web", "continue", "continue", "continue", false], "files"],
    [["web", "continue", "continue", "continue", true], "ended"],
  ])("after %j is at %s", async (answers, phase) => {
    expect((await walk(answers)).phase.kind).toBe(phase)
  })

  it("ends with the plan that was shown", async () => {
    const files = await walk(["web", "groups", "readers", "continue", "continue"])
    const { phase } = await walk(["web", "groups", "readers", "continue", "continue", "continue", true])
    if (files.phase.kind !== "files" || phase.kind !== "ended" || phase.ending.kind !== "approved")
      throw new Error("not approved")
    expect(phase.ending.plan).toEqual(files.phase.plan)
    expect(phase.ending.plan.answers.groups).toEqual(["readers"])
  })

  it("forgets an answer that was gone back on", async () => {
    expect((await walk(["web", "groups", "readers", "back", "back"])).given).toEqual({ app: "web" })
  })

  it("names a branch only while it commits", async () => {
    const given = { app: "web", branch: "mine" }
    const once = await walk(["continue", "continue", "destination"], { given })
    const twice = await walk(["continue", "continue", "destination", "destination"], { given })
    expect([once.toBranch, once.given.branch]).toEqual([true, "mine"])
    expect([twice.toBranch, twice.given.branch]).toEqual([false, undefined])
  })

  it("copies again only when asked again", async () => {
    const copied = await walk(["web", "continue", "copy"])
    expect(screenOf(copied)?.copies).toContain("/oauth2/callback")
    expect(screenOf(await walk(["web", "continue", "copy", "continue", "back"]))?.copies).toBeUndefined()
  })

  it("approves a plan without effects of its own accord", async () => {
    const first = planOf()
    const texts = Object.fromEntries(
      first.effects.flatMap((effect) => (effect.kind === "create-file" ? [[effect.path, effect.after]] : [])),
    )
    const done = planOf({}, { deploy: workingTree(texts), merged: true })
    expect(done.effects).toEqual([])
    const { phase } = await walk([], {
      given: { app: "web" },
      makePlan: async () => ({ kind: "planned", plan: done }),
    })
    expect(phase).toEqual({ kind: "ended", ending: { kind: "approved", plan: done, values: {} } })
  })

  it("shows an error between two answers, and ends with one before the first", async () => {
    const error = new AppError("app/no-host", "There is no host.")
    const fails: MakePlan = async (decisions: Decisions) => {
      if (decisions.given.groups) throw error
      return plans(decisions)
    }
    const failed = await walk(["groups", "readers"], { given: { app: "web" }, makePlan: fails })
    expect(failed.phase).toEqual({ kind: "failed", error })
    expect(screenOf(failed)?.next("back").phase.kind).toBe("edit")
    expect(screenOf(failed)?.next("leave").phase).toEqual({ kind: "ended", ending: { kind: "left" } })
    const atOnce = await walk([], { given: { groups: ["readers"] }, makePlan: fails })
    expect(atOnce.phase).toEqual({ kind: "ended", ending: { kind: "failed", error } })
  })

  it("asks for values that are missing, refuses those that cannot be, and approves with them", async () => {
    const clientId = randomUUID()
    const value = `abc8Q~${randomBytes(24).toString("base64url")}xy`
    const wants: MakePlan = async ({ values }) => {
      const flag = !values.clientId
        ? "--client-id"
        : !values.clientSecret
          ? "--client-secret-stdin"
          : undefined
      return flag
        ? { kind: "missing", missing: [{ flag, why: "from servicedesk" }] }
        : { kind: "planned", plan: planOf() }
    }
    const options = { given: { app: "web" }, makePlan: wants }
    const asksForId = screenOf(await walk([], options))?.question
    expect(asksForId?.kind === "text" && asksForId.check(value)).toMatchObject({ ok: false })
    const asksForSecret = screenOf(await walk([clientId], options))?.question
    if (asksForSecret?.kind !== "secret") throw new Error("asks for no secret")
    expect(asksForSecret.verdict?.(value)).toBe("40 characters, looks like an Entra client secret")
    for (const wrong of [randomUUID(), clientId, "", `"${value}"`]) {
      const checked = asksForSecret.check(wrong)
      expect(checked.ok).toBe(false)
      expect(wrong !== "" && JSON.stringify(checked).includes(wrong)).toBe(false)
    }
    const steps = ["continue", "continue", "continue", true] as const
    const { phase } = await walk([clientId, createSecret(value), ...steps], options)
    if (phase.kind !== "ended" || phase.ending.kind !== "approved") throw new Error("not approved")
    const { values } = phase.ending
    expect([values.clientId?.reveal(), values.clientSecret?.reveal()]).toEqual([clientId, value])
    expect(JSON.stringify(phase)).not.toContain(value)
  })

  it("passes a bug on", async () => {
    await expect(walk([], { makePlan: () => Promise.reject(new TypeError("a bug")) })).rejects.toThrow(
      "a bug",
    )
  })
})

describe("editGiven", () => {
  it.each<[name: keyof Given, text: string, expected: Given]>([
    ["groups", "a, b c,", { app: "web", groups: ["a", "b c"] }],
    ["groups", "", { app: "web" }],
    ["bypass", "", { app: "web", bypass: [] }],
    ["hosts", "A.example.com", { app: "web", hosts: ["a.example.com"] }],
    ["ingress", "both", { app: "web", ingress: "both" }],
  ])("%s as %j", (name, text, expected) => {
    expect(editGiven({ app: "web", groups: ["old"] }, name, text)).toEqual({
      ...(name === "groups" ? {} : { groups: ["old"] }),
      ...expected,
    })
  })
})

it("checkGiven has a problem for every entry that cannot be", () => {
  expect(checkGiven("bypass", "/ok, no, /a*")).toMatchObject({
    ok: false,
    problems: [expect.stringContaining('"no"'), expect.stringContaining('"/a*"')],
  })
  expect(checkGiven("bypass", "/ok")).toEqual({ ok: true, value: "/ok" })
})
