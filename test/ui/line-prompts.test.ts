import { PassThrough } from "node:stream"
import { expect, it, vi } from "vitest"
import { success } from "../../src/core/result.ts"
import { createLinePrompts } from "../../src/ui/line-prompts.ts"
import type { Question } from "../../src/ui/question.ts"
import type { createSecret } from "../../src/ui/secret.ts"
import { choice, confirm, hostQuestion, secretQuestion } from "./questions.ts"

function prompts() {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    raw: [] as boolean[],
    setRawMode(raw: boolean) {
      this.raw.push(raw)
    },
  })
  const stdout = new PassThrough()
  let shown = ""
  stdout.setEncoding("utf8").on("data", (text) => (shown += text))
  const cancel = new AbortController()
  const copied: string[] = []
  let stops = 0
  const { ask, close } = createLinePrompts({
    stdin,
    stdout,
    signal: cancel.signal,
    interrupt: () => cancel.abort(),
    desk: {
      copy: async (text) => {
        copied.push(text)
        return { kind: "copied", by: "pbcopy" }
      },
      open: async () => false,
      stop: async () => {
        stops++
      },
    },
  })
  return {
    stdin,
    stops: () => stops,
    cancel,
    close,
    shown: () => shown,
    copied,
    ask: (question: Question, hasBack = false) => ask(question, { hasBack, canSave: true }),
  }
}

it("answers question after question from one chunk", async () => {
  const { stdin, ask } = prompts()
  const first = ask(choice)
  stdin.write("2\ny\n")
  expect(await first).toEqual({ kind: "answered", answer: "api" })
  expect(await ask(confirm)).toEqual({ kind: "answered", answer: true })
})

it("explains, reports what is wrong, and asks again", async () => {
  const { stdin, ask, shown } = prompts()
  const reply = ask(hostQuestion)
  stdin.write("?\r\nhttp://x\r\nweb.example.com\r\n")
  await reply
  expect(shown()).toMatchInlineSnapshot(`
    "Which host asks for login?
      web.example.com, found in apps/shop/web/values.yaml:4:7
    Type ? for help, save to save and quit.
    Answer; Enter keeps what was found: The host that people type into their browser.
    Answer; Enter keeps what was found: has a scheme
    Answer; Enter keeps what was found: "
  `)
})

it("copies, opens, and saves, where that is offered", async () => {
  const { stdin, ask, shown, copied } = prompts()
  const link = { what: "the portal", url: "https://portal.example.com" }
  const reply = ask({ ...confirm, copies: { what: "the ticket", text: "Dear desk\n" }, link })
  stdin.write("copy\nopen\nsave\n")
  expect(await reply).toEqual({ kind: "saved" })
  expect(copied).toEqual(["Dear desk\n"])
  expect(shown()).toMatchInlineSnapshot(`
    "Write 2 files?
    Type ? for help, copy to copy the ticket, open to open the portal, save to save and quit.
    y or n: Dear desk

    Copied the ticket with pbcopy.
    y or n: No browser was found to open the portal: https://portal.example.com
    y or n: "
  `)
})

it("takes the same words for text where they are not offered", async () => {
  const { stdin, ask } = prompts()
  const reply = ask({ ...hostQuestion, check: (draft) => success(draft) })
  stdin.write("open\n")
  expect(await reply).toEqual({ kind: "answered", answer: "open" })
})

it("goes back where that is possible", async () => {
  const { stdin, ask } = prompts()
  const reply = ask(choice, true)
  stdin.write("<\n")
  expect(await reply).toEqual({ kind: "back" })
})

it("takes a secret without echo, key by key, and shows nothing of it", async () => {
  const { stdin, ask, shown } = prompts()
  const value = crypto.randomUUID()
  const reply = ask(secretQuestion)
  for (const chunk of [value.slice(0, 5), "x\x7f", "\x1b[D", `${value.slice(5)}`, "\r"]) {
    stdin.write(chunk)
    await new Promise(setImmediate)
  }
  const answered = await reply
  expect(answered.kind === "answered" && (answered.answer as ReturnType<typeof createSecret>).reveal()).toBe(
    value,
  )
  // Hidden from the first moment on, and while nothing is asked.
  expect(stdin.raw).toEqual([true])
  expect(shown()).not.toContain(value.slice(0, 3))
  expect(JSON.stringify(answered)).not.toContain(value)
})

it.each([
  ["the end of input", (on: ReturnType<typeof prompts>) => on.stdin.end()],
  ["a signal", (on: ReturnType<typeof prompts>) => on.cancel.abort()],
])("is cancelled by %s", async (_, end) => {
  const on = prompts()
  const reply = on.ask(choice)
  end(on)
  expect(await reply).toEqual({ kind: "cancelled" })
})

it("is cancelled by Ctrl+C while a secret is typed", async () => {
  const { stdin, ask } = prompts()
  const reply = ask(secretQuestion)
  stdin.write("abc\x03")
  expect(await reply).toEqual({ kind: "cancelled" })
  expect(stdin.raw).toEqual([true])
})

it("shows what is typed only while it answers, and forgets what is typed before", async () => {
  const { stdin, ask, close } = prompts()
  stdin.write("secret that was meant for later\n")
  await new Promise(setImmediate)
  const reply = ask(choice)
  stdin.write("2\n")
  expect(await reply).toEqual({ kind: "answered", answer: "api" })
  close()
  expect(stdin.raw).toEqual([true, false, true, false])
})

it("is cancelled by a Ctrl+C that was pressed just before it asked, and is read only now", async () => {
  const { stdin, ask } = prompts()
  const reply = ask(confirm)
  stdin.write("\x03")
  expect(await reply).toEqual({ kind: "cancelled" })
})

it("stops for a Ctrl+Z that was pressed just before it asked, and shows what is typed then", async () => {
  const { stdin, ask, stops } = prompts()
  const reply = ask(choice)
  stdin.write("\x1a")
  await vi.waitUntil(() => stops() === 1)
  await new Promise(setImmediate)
  expect(stdin.raw.at(-1)).toBe(false)
  stdin.write("2\n")
  expect(await reply).toEqual({ kind: "answered", answer: "api" })
})

it("is cancelled by Ctrl+C while nothing is asked", async () => {
  const { stdin, ask } = prompts()
  stdin.write("\x03")
  await new Promise(setImmediate)
  expect(await ask(choice)).toEqual({ kind: "cancelled" })
})
