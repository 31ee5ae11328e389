import { randomBytes, randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import { AppError } from "../../src/core/errors.ts"
import type { Given } from "../../src/core/plan/given.ts"
import type { SavedState } from "../../src/core/state/saved-state.ts"
import type { Answer } from "../../src/ui/question.ts"
import { createSecret } from "../../src/ui/secret.ts"
import type { WizardTools } from "../../src/wizard/advance.ts"
import { checkGiven, editGiven } from "../../src/wizard/screens/edit-given.ts"
import { screenOf } from "../../src/wizard/screens/screen-of.ts"
import type { MakePlan, WizardState } from "../../src/wizard/wizard-state.ts"
import { fakeApp, workingTree } from "../fakes/snapshot.ts"
import { planOf, plansOn, walk } from "../fakes/wizard.ts"

const web = { given: { app: "web" } }

describe("the way to the files", () => {
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
    [["web", "continue", "sent"], "answered"],
    [["web", "continue", "sent", "back"], "ticket"],
    [["web", "continue", "later"], "answered"],
    [["web", "continue", "sent", "quit"], "ended"],
    [["web", "continue", "sent", "yes"], "secrets"],
    [["web", "continue", "sent", "yes", "skip"], "files"],
    [["web", "continue", "sent", "yes", "aws"], "secrets"],
    [["web", "continue", "sent", "yes", "continue"], "files"],
    [["web", "continue", "sent", "stored"], "files"],
    [["web", "continue", "sent", "files"], "files"],
    [["web", "continue", "sent", "files", "branch"], "files"],
    [["web", "continue", "sent", "files", "leave"], "ended"],
    [["web", "continue", "sent", "files", "continue"], "confirm"],
    [["web", "continue", "sent", "files", "continue", false], "files"],
    [["web", "continue", "sent", "files", "continue", true], "ended"],
  ])("after %j is at %s", async (answers, phase) => {
    expect((await walk(answers)).phase.kind).toBe(phase)
  })

  it("asks for what flags said of the secrets when it is their turn", async () => {
    const decisions = { ...web, secrets: { via: "aws", overwrite: false } } as const
    expect((await walk(["continue", "sent"], { decisions })).phase.kind).toBe("secrets")
  })

  it("asks Entra about the values where it can be known which tenant to ask, and stays where it was", async () => {
    const tenant = { kind: "of-domain", domains: ["example.com"] } as const
    const withTenant: MakePlan = async (decisions) => {
      const planned = await plansOn()(decisions)
      return planned.kind === "planned" ? { kind: "planned", plan: { ...planned.plan, tenant } } : planned
    }
    const look: WizardTools["look"] = async (at) => ({
      outcome: "bad",
      findings: [{ status: "fail", title: `asked about ${at}` }],
    })
    const steps = ["continue", "sent", "yes"] as const
    const options = {
      decisions: { ...web, destination: "branch" },
      tools: { makePlan: withTenant, look },
    } as const
    const asked = screenOf(await walk([...steps, "try"], options))
    expect(asked?.question.id).toBe("secrets")
    expect(asked?.findings).toEqual([{ status: "fail", title: "asked about values" }])
    const without = screenOf(await walk(steps, { decisions: web }))?.question
    expect(without?.kind === "choice" && without.options.map(({ value }) => value)).not.toContain("try")
  })

  it("remembers what was ordered of servicedesk, and when", async () => {
    const { memory, log } = await walk(["web", "groups", "readers", "continue", "sent"])
    expect(memory.ticket).toEqual({
      sentAt: "2026-11-25T00:00:00.000Z",
      redirectUris: ["https://web.shop-dev.example.com/oauth2/callback"],
      groups: ["readers"],
    })
    expect(JSON.stringify(log)).toContain("https://web.shop-dev.example.com/oauth2/callback")
  })

  it("plans with what was answered", async () => {
    const files = await walk(["web", "groups", "readers", "continue", "later", "files"])
    expect(planOf(files).answers.groups).toEqual(["readers"])
    expect(files.said.groups).toBe("your answer")
  })

  it("forgets an answer that was gone back on", async () => {
    expect((await walk(["web", "groups", "readers", "back", "back"])).given).toEqual({ app: "web" })
  })

  it("names a branch only while it commits", async () => {
    const decisions = { given: { app: "web", branch: "mine" } }
    const steps = ["continue", "later", "files", "branch"] as const
    const once = await walk(steps, { decisions })
    const twice = await walk([...steps, "working-tree"], { decisions })
    expect([once.destination, once.given.branch]).toEqual(["branch", "mine"])
    expect([twice.destination, twice.given.branch]).toEqual(["working-tree", undefined])
  })

  it("offers the ticket for the clipboard", async () => {
    const question = screenOf(await walk(["web", "continue"]))?.question
    expect(question?.copies?.text).toContain("/oauth2/callback")
  })
})

describe("the way from the files to a login that works", () => {
  const released = async () => {
    const first = planOf(await walk(["continue", "later", "files"], { decisions: web }))
    return Object.fromEntries(
      first.effects.flatMap((effect) => (effect.kind === "create-file" ? [[effect.path, effect.after]] : [])),
    )
  }
  const stored = { ...web, secrets: { via: "skip", overwrite: false } } as const
  const wired = (text: string) =>
    text.replace(
      "public:\n    enabled: true",
      "public:\n    enabled: true\n    middlewares: [shop-dev-web-oidc@kubernetescrd]",
    )

  it("ends where the files wait for their author", async () => {
    const makePlan = plansOn({ deploy: workingTree(await released()) })
    const { phase } = await walk([], { decisions: stored, tools: { makePlan } })
    expect(phase).toMatchObject({ kind: "ended", ending: { kind: "applied" } })
  })

  it("asks for the secrets before it looks any further", async () => {
    const makePlan = plansOn({ deploy: workingTree(await released()), merged: true })
    expect((await walk([], { decisions: web, tools: { makePlan } })).phase.kind).toBe("answered")
  })

  it.each([
    ["good", ["wire"], "files"],
    ["bad", ["by-hand"], "by-hand"],
    ["unknown", ["by-hand", true], "files"],
    ["unknown", ["quit"], "ended"],
  ] as const)("wires on evidence that is %s: %j", async (outcome, answers, phase) => {
    const app = fakeApp()
    const makePlan = plansOn({
      deploy: workingTree(await released()),
      wire: workingTree({ [app.valuesPath]: app.values }),
      merged: true,
    })
    const look = async () => ({ outcome, findings: [] }) as const
    const gate = await walk([], { decisions: stored, tools: { makePlan, look } })
    expect(gate.phase).toMatchObject({ kind: "gate", verdict: { outcome } })
    const after = await walk(answers, { decisions: stored, tools: { makePlan, look } })
    expect(after.phase.kind).toBe(phase)
  })

  it("turns login on only for who types the app's name", async () => {
    const app = fakeApp()
    const makePlan = plansOn({
      deploy: workingTree(await released()),
      wire: workingTree({ [app.valuesPath]: app.values }),
      merged: true,
    })
    const confirm = await walk(["wire", "continue"], { decisions: stored, tools: { makePlan } })
    expect(screenOf(confirm)?.question).toMatchObject({ kind: "typed", expected: "web" })
  })

  it("waits for a pull request, and goes on when it is merged", async () => {
    const open = plansOn({ deploy: workingTree(await released()), merged: true })
    let merged = false
    const makePlan: MakePlan = async (decisions) => {
      const planned = await open(decisions)
      if (planned.kind === "missing") return planned
      const reached = { ...planned.plan.reached, ...(merged ? {} : { open: "https://example.com/pull/1" }) }
      return { kind: "planned", plan: { ...planned.plan, reached } }
    }
    expect((await walk([], { decisions: stored, tools: { makePlan } })).phase).toMatchObject({
      kind: "merge",
      url: "https://example.com/pull/1",
    })
    expect((await walk(["look"], { decisions: stored, tools: { makePlan } })).phase.kind).toBe("merge")
    merged = true
    expect((await walk([], { decisions: stored, tools: { makePlan } })).phase.kind).toBe("gate")
  })

  it("begins another round with what is stored already, and keeps until when it holds", async () => {
    const run = {
      via: "aws",
      startedAt: "2026-11-01T00:00:00.000Z",
      storedAt: "2026-11-01T00:00:01.000Z",
    } as const
    const fields = ["client-id", "client-secret", "session-secret"] as const
    const saved = async (): Promise<SavedState> => ({
      schema: 1,
      savedAt: run.storedAt,
      namespace: "shop-dev",
      app: "web",
      given: { app: "web", groups: ["of last time"] },
      runs: fields.map((field) => ({ field, ...run })),
      secretEnds: "2027-06-30",
      doneAt: run.storedAt,
    })
    const access = await walk([], { decisions: web, tools: { saved } })
    expect([access.phase.kind, access.given, access.log]).toEqual(["access", { app: "web" }, []])
    const files = await walk(["continue", "sent"], { decisions: web, tools: { saved } })
    expect(files.phase.kind).toBe("files")
    expect(files.memory).toMatchObject({ secretEnds: "2027-06-30" })
    expect(files.memory.doneAt).toBeUndefined()
  })

  it.each([
    ["good", "finish", "live"],
    ["bad", "quit", "waiting"],
    ["unknown", "quit", "waiting"],
  ] as const)("looks whether login works: %s", async (outcome, answer, ending) => {
    const app = fakeApp()
    const makePlan = plansOn({
      deploy: workingTree(await released()),
      merged: true,
      appOnBase: fakeApp(wired(app.values)),
    })
    const look = async () => ({ outcome, findings: [] }) as const
    expect((await walk([], { decisions: stored, tools: { makePlan, look } })).phase).toMatchObject({
      kind: "verify",
      verdict: { outcome },
      looks: 1,
    })
    const { phase, memory } = await walk([answer], { decisions: stored, tools: { makePlan, look } })
    expect(phase).toMatchObject({ kind: "ended", ending: { kind: ending } })
    expect(memory.doneAt !== undefined).toBe(outcome === "good")
  })
})

describe("what goes wrong", () => {
  it("shows an error between two answers, and ends with one before the first", async () => {
    const error = new AppError("app/no-host", "There is no host.")
    const makePlan: MakePlan = async (decisions) => {
      if (decisions.given.groups) throw error
      return plansOn()(decisions)
    }
    const failed = await walk(["groups", "readers"], { decisions: web, tools: { makePlan } })
    expect(failed.phase).toEqual({ kind: "failed", error })
    expect(screenOf(failed)?.next("back", 0).phase.kind).toBe("edit")
    expect(screenOf(failed)?.next("leave", 0).phase).toEqual({ kind: "ended", ending: { kind: "left" } })
    const atOnce = await walk([], { decisions: { given: { groups: ["readers"] } }, tools: { makePlan } })
    expect(atOnce.phase).toEqual({ kind: "ended", ending: { kind: "failed", error } })
  })

  it("tries again only what is left, and never what has leaked", async () => {
    const steps = ["continue", "later", "stored", "continue", true] as const
    const applied: string[] = []
    const failing = (code: "repo/changed-since-read" | "secrets/leaked"): Partial<WizardTools> => ({
      apply: async ({ effects, onStart, onOutcome }) => {
        for (const effect of effects) {
          onStart(effect)
          applied.push(effect.title)
          if (applied.length === 2) throw new AppError(code, "It went wrong.")
          onOutcome({ effect })
        }
      },
    })
    const stopped = await walk(steps, { decisions: web, tools: failing("repo/changed-since-read") })
    expect(stopped.phase.kind).toBe("stopped")
    applied.length = 0
    const after = await walk([...steps, "retry"], {
      decisions: web,
      tools: failing("repo/changed-since-read"),
    })
    expect(after.phase.kind).toBe("ended")
    expect(applied).toEqual([
      "Create apps/shop-dev/web-oidc/application.yaml",
      "Create apps/shop-dev/web-oidc/values.yaml",
      "Create apps/shop-dev/web-oidc/values.yaml",
    ])
    applied.length = 0
    const leaked = await walk(steps, { decisions: web, tools: failing("secrets/leaked") })
    const question = screenOf(leaked)?.question
    expect(question?.kind === "choice" && question.options.map(({ value }) => value)).toEqual(["quit"])
  })

  it("asks for values that are missing, refuses those that cannot be, and keeps them out of every frame", async () => {
    const clientId = randomUUID()
    const value = `abc8Q~${randomBytes(24).toString("base64url")}xy`
    const makePlan: MakePlan = async (decisions) => {
      const { values, secrets } = decisions
      const flag = !values.clientId
        ? "--client-id"
        : !values.clientSecret
          ? "--client-secret-stdin"
          : undefined
      return flag && secrets.via === "workflow"
        ? { kind: "missing", missing: [{ flag, why: "from servicedesk" }] }
        : plansOn()(decisions)
    }
    const options = { decisions: web, tools: { makePlan } }
    const steps = ["continue", "sent", "yes"] as const
    const asksForId = screenOf(await walk(steps, options))?.question
    expect(asksForId?.kind === "text" && asksForId.check(value)).toMatchObject({ ok: false })
    const asksForSecret = screenOf(await walk([...steps, clientId], options))?.question
    if (asksForSecret?.kind !== "secret") throw new Error("asks for no secret")
    expect(asksForSecret.verdict?.(value)).toBe("40 characters, looks like an Entra client secret")
    for (const wrong of [randomUUID(), clientId, "", `"${value}"`]) {
      const checked = asksForSecret.check(wrong)
      expect(checked.ok).toBe(false)
      expect(wrong !== "" && JSON.stringify(checked).includes(wrong)).toBe(false)
    }
    const typed = [...steps, clientId, createSecret(value)] as const
    const asksForDay = screenOf(await walk(typed, options))?.question
    expect(asksForDay?.kind === "text" && asksForDay.check("30.06.2027")).toMatchObject({ ok: false })
    expect(asksForDay?.kind === "text" && asksForDay.check("2027-02-30")).toMatchObject({ ok: false })
    const secrets = await walk([...typed, "2027-06-30"], options)
    expect(secrets.phase.kind).toBe("secrets")
    expect(secrets.memory.secretEnds).toBe("2027-06-30")
    expect(JSON.stringify(secrets)).not.toContain(value)
    const done = await walk([...typed, "2027-06-30", "continue", "continue", true], options)
    expect(done.values.clientSecret).toBeUndefined()
    expect(done.values.clientId?.reveal()).toBe(clientId)
  })

  it("passes a bug on", async () => {
    const makePlan = () => Promise.reject(new TypeError("a bug"))
    await expect(walk(["any"], { tools: { makePlan } })).rejects.toThrow("a bug")
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
