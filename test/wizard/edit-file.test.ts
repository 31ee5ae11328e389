/** Editing what is proposed, with an editor that is a function. */
import { randomBytes } from "node:crypto"
import { describe, expect, it } from "vitest"
import { AppError } from "../../src/core/errors.ts"
import type { Effect } from "../../src/core/plan/effect.ts"
import type { SavedState } from "../../src/core/state/saved-state.ts"
import type { Answer } from "../../src/ui/question.ts"
import { createSecret } from "../../src/ui/secret.ts"
import type { WizardTools } from "../../src/wizard/advance.ts"
import { screenOf } from "../../src/wizard/screens/screen-of.ts"
import type { MakePlan, WizardState } from "../../src/wizard/wizard-state.ts"
import { branchPlace } from "../fakes/snapshot.ts"
import { planOf, plansOn, walk } from "../fakes/wizard.ts"

const values = "apps/shop-dev/web-oidc/values.yaml"
const toFiles = ["continue", "later", "files"] as const
const toEditor = [...toFiles, "edit", values] as const

interface Case {
  readonly answers?: readonly (Answer | "back")[]
  readonly edit?: (text: string) => string
  readonly tools?: Partial<WizardTools>
}

const edited = ({
  answers = toEditor,
  edit = (text) => `${text}logLevel: INFO\n`,
  tools = {},
}: Case = {}): Promise<WizardState> =>
  walk(answers, {
    decisions: { given: { app: "web" } },
    tools: { edit: async ({ text }) => edit(text), ...tools },
  })

const body = (state: WizardState): string =>
  (screenOf(state)?.body ?? []).map((line) => line.map(({ text }) => text).join("")).join("\n")

const optionsOf = (state: WizardState): readonly string[] => {
  const question = screenOf(state)?.question
  return question?.kind === "choice" ? question.options.map(({ value }) => value) : []
}

const textOf = (effects: readonly Effect[]): string => {
  const files = effects.flatMap((effect): readonly Effect[] =>
    effect.kind === "commit" ? effect.files : [effect],
  )
  return files.map((file) => (file.kind === "create-file" && file.path === values ? file.after : "")).join("")
}

describe("an edit of a proposed file", () => {
  it("is shown, and is what is written", async () => {
    const written: Effect[] = []
    const state = await edited()
    expect(body(state)).toMatch(
      new RegExp(`^\\s*Edited {2}${values}\\n@@ .* @@\\n(?: .*\\n)+\\+logLevel: INFO\\n`),
    )
    expect(optionsOf(state)).toContain("made")
    const done = await edited({
      answers: [...toEditor, "continue", true],
      tools: {
        apply: async ({ effects }) => {
          written.push(...effects)
        },
      },
    })
    expect(textOf(written)).toContain("logLevel: INFO")
    expect(done.edits).toEqual([])
  })

  it("is what is committed", async () => {
    const state = await edited({ tools: { makePlan: plansOn({ deploy: branchPlace() }) } })
    expect(planOf(state).effects.at(-1)?.kind).toBe("commit")
    expect(textOf(planOf(state).effects)).toContain("logLevel: INFO")
  })

  it("stays on the way back and forth, until it is taken back", async () => {
    const back = await edited({ answers: [...toEditor, "back"] })
    expect(back.phase.kind).toBe("answered")
    expect(body(await edited({ answers: [...toEditor, "back", "files"] }))).toContain("+logLevel: INFO")
    const made = await edited({ answers: [...toEditor, "made"] })
    expect(body(made)).not.toContain("logLevel")
    expect(optionsOf(made)).not.toContain("made")
  })

  it("with a fault is shown with its line, and cannot be carried out", async () => {
    const state = await edited({ edit: (text) => `${text}logLevl: INFO\n` })
    expect(body(state)).toMatch(new RegExp(`^Wrong {2}${values}:\\d+:1: logLevl: unknown key`))
    expect(optionsOf(state)).toEqual(["edit", "made", "leave"])
    const again = await edited({ answers: [...toEditor, "edit"], edit: (text) => `${text}logLevl: INFO\n` })
    expect(screenOf(again)?.question).toMatchObject({
      initial: values,
      options: [{ label: "application.yaml" }, { label: "values.yaml", note: "edited, wrong" }],
    })
  })

  it("begins with what was edited before", async () => {
    const seen: string[] = []
    const edit = (text: string) => {
      seen.push(text)
      return `${text}logLevl: INFO\n`
    }
    await edited({ answers: [...toEditor, "edit", values], edit })
    expect(seen[1]).toContain("logLevl: INFO")
  })

  it("leaves everything as it was where the editor did not end well", async () => {
    const error = new AppError("editor/failed", "The editor of EDITOR ended with status 1.")
    const state = await edited({ tools: { edit: async () => Promise.reject(error) } })
    expect(screenOf(state)?.error).toBe(error)
    expect(optionsOf(state)).toContain("continue")
    expect(state.edits).toEqual([])
  })

  it("is not kept where it holds a secret", async () => {
    const secret = `abc8Q~${randomBytes(24).toString("base64url")}xy`
    const saved: string[] = []
    const state = await edited({
      edit: (text) => text.replace("customer/shop-dev/web-oidc-client-secret", secret),
      tools: {
        save: async (one) => {
          saved.push(JSON.stringify(one))
        },
      },
    })
    expect(screenOf(state)?.error).toMatchObject({ code: "app/secret-in-file", location: { path: values } })
    expect(JSON.stringify([state, ...saved])).not.toContain(secret)
    const typed = createSecret("an odd secret, typed before")
    const same = await walk(toEditor, {
      decisions: { given: { app: "web" }, values: { clientSecret: typed } },
      tools: { edit: async ({ text }) => `${text}# ${typed.reveal()}\n` },
    })
    expect(screenOf(same)?.error).toMatchObject({ code: "app/secret-in-file" })
  })

  it("is kept for another day", async () => {
    let saved: SavedState | undefined
    await edited({
      tools: {
        save: async (state) => {
          saved = state
        },
      },
    })
    const another = await edited({ answers: toFiles, tools: { saved: async () => saved } })
    expect(body(another)).toContain("+logLevel: INFO")
  })

  it("says what it lacks where the file would be made differently by then", async () => {
    const later: MakePlan = (decisions) =>
      plansOn()({ ...decisions, given: { ...decisions.given, groups: ["readers"] } })
    const { edits } = await edited()
    const state = await walk(toFiles, {
      decisions: { given: { app: "web" }, edits },
      tools: { makePlan: later },
    })
    expect(body(state)).toMatch(/would be made differently now[\s\S]*\+ {4}- name: groups/)
    expect(textOf(planOf(state).effects)).toContain("logLevel: INFO")
  })
})
