import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { build } from "esbuild"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { startInTerminal, type TerminalOptions, type TerminalRun } from "./terminal.ts"

let folder: string
let program: string
const started: TerminalRun[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "terminal-"))
  program = join(folder, "main.mjs")
  await build({
    entryPoints: [resolve(import.meta.dirname, "fixture/main.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    jsx: "automatic",
    external: ["react-devtools-core"],
    define: { "process.env.NODE_ENV": '"production"' },
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  })
})
afterEach(() => {
  for (const run of started.splice(0)) run.kill()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(scene: string, options?: TerminalOptions): TerminalRun {
  const run = startInTerminal(program, [scene], options)
  started.push(run)
  return run
}

/** As after any command: cursor shown, no paste marks, nothing cleared above. */
function expectRestored(bytes: string): void {
  expect(bytes.lastIndexOf("\x1b[?25h")).toBeGreaterThan(bytes.lastIndexOf("\x1b[?25l"))
  expect(bytes.lastIndexOf("\x1b[?2004l")).toBeGreaterThanOrEqual(bytes.lastIndexOf("\x1b[?2004h"))
  expect(bytes).not.toContain("\x1b[3J")
  expect(bytes).not.toContain("\x1b[?1049h")
  expect(stripVTControlCharacters(bytes).endsWith("\n")).toBe(true)
}

describe("in a real terminal", () => {
  it("answers, and gives the terminal back", async () => {
    const { until, type, exited, screen, bytes } = start("text")
    await until("Which host")
    type("\x15")
    type("other.example.com\r")
    expect(await exited).toBe(0)
    expect(screen()).toContain('answer: "other.example.com"')
    expectRestored(bytes())
  })

  it("shows no byte of a pasted secret", async () => {
    const { until, paste, type, exited, bytes } = start("secret")
    const value = crypto.randomUUID()
    await until("Client secret")
    paste(`${value}\n`)
    await until("36 characters")
    type("\r")
    expect(await exited).toBe(0)
    for (let from = 0; from + 6 <= value.length; from++)
      expect(bytes()).not.toContain(value.slice(from, from + 6))
    expectRestored(bytes())
  })

  it("neither shows nor replays what is pasted during a spinner", async () => {
    const { until, paste, type, exited, bytes, screen } = start("busy")
    const value = crypto.randomUUID()
    await until("Busy")
    paste(`${value}\n`)
    type(`${value}\r`)
    await until("Which host")
    type("\r")
    expect(await exited).toBe(0)
    expect(bytes()).not.toContain(value.slice(0, 6))
    expect(screen()).toContain('answer: "web.example.com"')
  })

  it.each(["text", "secret", "choice", "busy"])("ends with 130 on Ctrl+C in %s", async (scene) => {
    const { until, type, exited, bytes } = start(scene)
    await until(scene === "busy" ? "Busy" : "Ctrl+C quit")
    type("\x03")
    expect(await exited).toBe(130)
    expectRestored(bytes())
  })

  it("ends with 130 on SIGTERM, and gives the terminal back", async () => {
    const { until, kill, exited, bytes } = start("choice")
    await until("Ctrl+C quit")
    kill("SIGTERM")
    expect(await exited).toBe(130)
    expectRestored(bytes())
  })

  it("shows no byte of a secret that answers a line prompt", async () => {
    const { until, type, exited, bytes } = start("line-secret")
    const value = crypto.randomUUID()
    await until("Value, not shown")
    type(`${value}x\x7f`)
    type("\r")
    expect(await exited).toBe(0)
    expect(bytes()).toContain('answer: "••••••••"')
    for (let from = 0; from + 6 <= value.length; from++)
      expect(bytes()).not.toContain(value.slice(from, from + 6))
  })

  it("reports a broken component without showing its source", async () => {
    const { exited, bytes, screen } = start("broken")
    expect(await exited).toBe(3)
    expect(screen().trim()).toBe("error: this component is broken")
    expectRestored(bytes())
  })

  it("leaves no ghost when the window shrinks to 40 columns", async () => {
    const { until, resize, type, screen } = start("choice")
    await until("◉ Values")
    await resize(40, 15)
    await until("Step 2 of 6: Values")
    type("\x1b[B")
    await until("❯ api")
    expect(screen().match(/Which app/g)).toHaveLength(1)
  })

  it("has no colours where they are switched off", async () => {
    const { until, bytes } = start("choice", { env: { FORCE_COLOR: "0" } })
    await until("Which app")
    expect(
      bytes()
        .split("\x1b[")
        .filter((sequence) => /^[\d;]*m/.test(sequence)),
    ).toEqual([])
  })
})
