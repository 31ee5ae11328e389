import { createElement } from "react"
import { describe, expect, it } from "vitest"
import { Ask } from "../../src/ui/components/Ask.tsx"
import type { Answer, Question } from "../../src/ui/question.ts"
import { type Drawn, draw } from "./draw.ts"
import { checklist, choice, confirm, hostQuestion, secretQuestion, typed } from "./questions.ts"

interface Asked extends Drawn {
  readonly answers: readonly Answer[]
  readonly backs: () => number
}

async function ask(question: Question, size: { columns?: number; rows?: number } = {}): Promise<Asked> {
  const answers: Answer[] = []
  let backs = 0
  const drawn = await draw(
    createElement(Ask, {
      question,
      onAnswer: (answer) => answers.push(answer),
      onBack: () => {
        backs++
      },
    }),
    size,
  )
  return { ...drawn, answers, backs: () => backs }
}

/** Ink waits for what might follow an Escape. */
async function sendEscape(send: Drawn["send"]): Promise<void> {
  await send("\x1b")
  await new Promise((done) => setTimeout(done, 50))
}

const paste = (text: string) => `\x1b[200~${text}\x1b[201~`

describe("a text", () => {
  it("shows what was found, and where", async () => {
    const { frame } = await ask(hostQuestion)
    expect(frame()).toMatchInlineSnapshot(`
      "Which host asks for login?
      ❯ web.example.com▏
      found in apps/shop/web/values.yaml:4:7

      Enter continue  Esc back  Ctrl+G explain  Ctrl+C quit"
    `)
  })

  it("fits 40 columns", async () => {
    const { frame } = await ask(hostQuestion, { columns: 40 })
    expect(frame()).toMatchInlineSnapshot(`
      "Which host asks for login?
      ❯ web.example.com▏
      found in apps/shop/web/values.yaml:4:7

      Enter continue  Esc back  Ctrl+G explain
      Ctrl+C quit"
    `)
  })

  it("takes text and Enter from one chunk", async () => {
    const { send, answers } = await ask(hostQuestion)
    await send("\x15")
    await send("other.example.com\r")
    expect(answers).toEqual(["other.example.com"])
  })

  it("hints while typing, objects on Enter, and forgets the objection with the next key", async () => {
    const { send, frame, answers } = await ask(hostQuestion)
    await send("\x15http")
    expect(frame()).toContain("A host has a domain.")
    await send("://x\r")
    expect(frame()).toContain("has a scheme")
    await send("y")
    expect(frame()).not.toContain("has a scheme")
    expect(answers).toEqual([])
  })

  it("refuses a paste of several lines, and takes one with a line break around it", async () => {
    const { send, frame, answers } = await ask(hostQuestion)
    await send("\x15")
    await send(paste("a.example.com\nb.example.com\n"))
    expect(frame()).toContain("several lines")
    await send(paste("\na.example.com\r\n"))
    expect(answers).toEqual([])
    await send("\r")
    expect(answers).toEqual(["a.example.com"])
  })

  it("explains on ? before anything is written; Escape closes that, then goes back", async () => {
    const { send, frame, backs } = await ask({ ...hostQuestion, maxLength: 99 })
    await send("\x15?")
    expect(frame()).toContain("people type into their browser")
    await sendEscape(send)
    expect(frame()).not.toContain("people type into their browser")
    expect(backs()).toBe(0)
    await sendEscape(send)
    expect(backs()).toBe(1)
  })
})

describe("a secret", () => {
  it("is eight dots, whatever its length, and in no byte", async () => {
    const { send, frame, bytes, answers } = await ask(secretQuestion)
    const value = crypto.randomUUID().repeat(2)
    await send(paste(` ${value}\n`))
    expect(frame()).toMatchInlineSnapshot(`
      "Client secret
      ❯ ••••••••▏
      72 characters

      Enter continue  Esc back  Ctrl+G explain  Ctrl+C quit"
    `)
    await send("\x7f\r")
    expect(bytes()).not.toContain(value.slice(0, 4))
    expect(JSON.stringify(answers)).not.toContain(value.slice(0, 4))
    expect(answers.map((answer) => (answer as { reveal(): string }).reveal())).toEqual([value.slice(0, -1)])
  })

  it("has the same dots for one character", async () => {
    const { send, frame } = await ask(secretQuestion)
    await send("x")
    expect(frame()).toContain("❯ ••••••••▏\n")
  })
})

describe("a choice", () => {
  it("shows a list under a cursor", async () => {
    const { frame, send } = await ask(choice)
    await send("\x1b[B")
    expect(frame()).toMatchInlineSnapshot(`
      "Which app asks for login?
        web  idp-advanced
      ❯ api
        backoffice

      ↑↓ move  Enter choose  Esc back  ? explain  Ctrl+C quit"
    `)
  })

  it("shows a window of thousands, and is chosen by typing", async () => {
    const options = Array.from({ length: 5000 }, (_, index) => ({
      value: `app-${index}`,
      label: `app-${index}`,
    }))
    const { send, frame, answers } = await ask({ ...choice, options }, { columns: 40, rows: 15 })
    expect(frame()).toMatchInlineSnapshot(`
      "Which app asks for login?
      ❯ app-0
        app-1
        app-2
        app-3
        app-4
        app-5
        app-6
        app-7
        app-8
        app-9
      1 to 10 of 5000; type to narrow
      ↑↓ move  Enter choose  Esc back
      ? explain  Ctrl+C quit"
    `)
    await send("4321")
    await send("\r")
    expect(answers).toEqual(["app-4321"])
  })

  it("is chosen by an option's own letter, where letters are no text", async () => {
    const options = [...choice.options, { value: "edit", label: "Edit a file", key: "e" }]
    const { send, frame, answers } = await ask({ ...choice, options })
    expect(frame()).toContain("e edit a file")
    await send("e")
    expect(answers).toEqual(["edit"])
    const names = await ask({ ...choice, options, filter: true })
    await names.send("e")
    expect(names.answers).toEqual([])
    expect(names.frame()).not.toContain("e edit a file")
  })

  it("answers nothing where nothing matches", async () => {
    const { send, frame, answers } = await ask({ ...choice, filter: true })
    await send("zzz\r")
    expect(frame()).toContain('None of 3, matching "zzz"')
    expect(answers).toEqual([])
  })
})

it("a checklist is ticked with Space", async () => {
  const { send, frame, answers } = await ask(checklist)
  await send(" ")
  await send("\x1b[B")
  await send(" ")
  expect(frame()).toMatchInlineSnapshot(`
    "Which paths are open without login?
      ◻ /healthz  apps/shop/web/values.yaml:31:15
    ❯ ◼ /ready

    ↑↓ move  Space tick  Enter continue  Esc back  ? explain  Ctrl+C quit"
  `)
  await send("\r")
  expect(answers).toEqual([["/ready"]])
})

describe("a yes or no", () => {
  it("is not answered by Enter alone", async () => {
    const { send, frame, answers } = await ask(confirm)
    await send("\r")
    expect(frame()).toMatchInlineSnapshot(`
      "Write 2 files?
        yes     no
      Press y or n first.

      y yes  n no  Enter continue  Esc back  ? explain  Ctrl+C quit"
    `)
    expect(answers).toEqual([])
    await send("y\r")
    expect(answers).toEqual([true])
  })

  it("is answered by Enter where that is harmless", async () => {
    const { send, answers } = await ask({ ...confirm, onEnter: false })
    await send("\r")
    expect(answers).toEqual([false])
  })
})

it("what cannot be taken back needs its name", async () => {
  const { send, frame, answers } = await ask(typed)
  await send("yes\r")
  expect(frame()).toContain("Type web to go on.")
  await send("\x15web\r")
  expect(answers).toEqual([true])
})
