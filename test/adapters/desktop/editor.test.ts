import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { runEditor } from "../../../src/adapters/desktop/editor.ts"
import type { AppError } from "../../../src/core/errors.ts"

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "editor of a test "))
  file = join(folder, "values.yaml")
  writeFileSync(file, "a: 1\n")
})
afterEach(() => rmSync(folder, { recursive: true }))

const { signal } = new AbortController()
const run = (env: Readonly<Record<string, string>>, ending = signal) =>
  runEditor(file, { env: { PATH: process.env.PATH, ...env }, signal: ending })

const refusal = (env: Readonly<Record<string, string>>): Promise<AppError> =>
  run(env).then(
    () => expect.unreachable(),
    (error) => error,
  )

describe("runEditor", () => {
  it.each<[what: string, env: Readonly<Record<string, string>>, text: string]>([
    ["VISUAL before EDITOR", { VISUAL: "sed -i s/1/2/", EDITOR: "false" }, "a: 2\n"],
    ["EDITOR", { EDITOR: "sed -i s/1/3/" }, "a: 3\n"],
    ["EDITOR in a dumb terminal", { VISUAL: "false", EDITOR: "sed -i s/1/3/", TERM: "dumb" }, "a: 3\n"],
    ["arguments in quotes", { EDITOR: 'sed -i "s/a: 1/b: 2/"' }, "b: 2\n"],
    ["a variable of the user's", { EDITOR: "sed -i $HOW", HOW: "s/1/4/" }, "a: 4\n"],
  ])("takes %s, as git does", async (_, env, text) => {
    await run(env)
    expect(readFileSync(file, "utf8")).toBe(text)
  })

  it.each<[env: Readonly<Record<string, string>>, code: string, message: string]>([
    [{}, "editor/not-set", "Neither VISUAL nor EDITOR"],
    [{ VISUAL: "vi", TERM: "dumb" }, "editor/not-set", "Neither VISUAL nor EDITOR"],
    [{ EDITOR: "" }, "editor/not-set", "Neither VISUAL nor EDITOR"],
    [{ EDITOR: "false" }, "editor/failed", "The editor of EDITOR ended with status 1"],
    [{ VISUAL: "sh -c 'exit 7'" }, "editor/failed", "The editor of VISUAL ended with status 7"],
    [{ EDITOR: "no-such-editor 2>/dev/null" }, "editor/failed", "The editor of EDITOR ended with status 127"],
    [{ EDITOR: "kill -9 $$;" }, "editor/failed", "The editor of EDITOR was ended by SIGKILL"],
  ])("%j is refused as %s", async (env, code, message) => {
    const error = await refusal(env)
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })

  it("ends the editor with this process", async () => {
    const cancel = new AbortController()
    const ended = run({ EDITOR: "exec sleep 10 #" }, cancel.signal).catch((error) => error)
    setTimeout(() => cancel.abort(), 100)
    expect(await ended).toMatchObject({ code: "editor/failed" })
  })

  it("keeps Ctrl+C for the editor, and gives it back", async () => {
    let heard = 0
    const hear = () => {
      heard++
    }
    process.on("SIGINT", hear)
    try {
      // One that closed at once could be gone before a busy machine has told us of the signal, which then ends this process.
      await run({ EDITOR: "kill -INT $PPID; sleep 0.2; true" })
      expect(heard).toBe(0)
      expect(process.listeners("SIGINT")).toContain(hear)
    } finally {
      process.off("SIGINT", hear)
    }
  })
})
