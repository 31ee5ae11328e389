import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { build } from "esbuild"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { createToolsFolder } from "../../fakes/tools-folder.ts"
import { expectHidden, expectOnlyLines, expectRestored, stylesIn } from "./expect.ts"
import { startInTerminal, startProgram, type TerminalOptions, type TerminalRun } from "./terminal.ts"

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
  for (const run of started.splice(0)) run.kill("SIGKILL")
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(scene: string, options?: TerminalOptions): TerminalRun {
  const run = startInTerminal(program, [scene], options)
  started.push(run)
  return run
}

const pages = ["text", "secret", "choice", "checklist", "confirm", "typed", "ticket", "apps", "runs"]
const footer = "save and quit"
/** Whole numbers from one to another, in the order of a hand that drags. */
const range = (from: number, to: number) =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => from + step * Math.sign(to - from))
const secret = () => `abc8Q~${crypto.randomUUID()}`

describe.each([
  ["80x24", { columns: 80, rows: 24 }],
  ["40x15", { columns: 40, rows: 15 }],
  ["120x40", { columns: 120, rows: 40 }],
])("in a window of %s", (_, size) => {
  it.each(pages)("%s ends above the last row, and the keys are seen", async (page) => {
    const { until, window, bytes, press, exited, screen } = start(page, size)
    await until(/(save and|Ctrl\+C)\s+quit/)
    const drawn = window()
    expect(drawn.at(-1)).toBe("")
    expect(drawn.findLast((line) => line !== "")).toMatch(/quit$/)
    // Nothing has scrolled away, and no row was wider than the window.
    expect(screen().split("\n").length).toBeLessThan(size.rows)
    await press("ctrlC")
    expect(await exited).toBe(130)
    expectRestored(bytes())
  })
})

describe("keys for what a page offers", () => {
  it("explains in place of what is above, until Escape", async () => {
    const { until, type, press, window } = start("ticket", { columns: 40, rows: 15 })
    await until(footer)
    type("?")
    await until("Servicedesk registers the app in Entra.")
    expect(window().join("\n")).not.toContain("redirect URI")
    await press("escape")
    await until("redirect URI")
  })

  it("copies with a program of this machine, where there is one", async () => {
    const tools = createToolsFolder()
    tools.install("pbcopy")
    try {
      const { until, type, bytes } = start("ticket", { env: { PATH: tools.path } })
      await until(footer)
      type("c")
      await until("Copied the ticket with pbcopy.")
      expect(tools.inputOf("pbcopy")).toContain("30. Please add a redirect URI")
      expect(bytes()).not.toContain("\x1b]52")
    } finally {
      tools.remove()
    }
  })

  it("else asks the terminal, and prints the whole text above", async () => {
    const { until, type, bytes, screen, press, exited } = start("ticket", { env: { PATH: "" } })
    await until(footer)
    type("c")
    await until("Asked the terminal to copy the ticket")
    const [copied = ""] = bytes().split("\x1b]52;c;")[1]?.split("\x07") ?? []
    expect(Buffer.from(copied, "base64").toString("utf8")).toContain("30. Please add a redirect URI")
    for (const number of [1, 15, 30])
      expect(screen()).toMatch(new RegExp(`^${number}\\. Please add a redirect URI`, "m"))
    await press("ctrlC")
    expect(await exited).toBe(130)
    expectRestored(bytes())
  })

  it("opens the link, and only then", async () => {
    const tools = createToolsFolder()
    tools.install("xdg-open")
    try {
      const { until, type } = start("ticket", { env: { PATH: tools.path } })
      await until(footer)
      expect(tools.wasCalled("xdg-open")).toBe(false)
      type("o")
      await until("Opened the portal: https://portal.example.com/new")
      expect(tools.argsOf("xdg-open")).toBe("https://portal.example.com/new\n")
    } finally {
      tools.remove()
    }
  })

  it("saves and quits", async () => {
    const { until, type, exited, screen } = start("ticket")
    await until(footer)
    type("s")
    expect(await exited).toBe(0)
    expect(screen()).toContain('answer: "saved"')
  })

  it.each([
    ["text", "Which host"],
    ["secret", "Client secret"],
    ["apps", "1 to 10 of 1000"],
  ])("sits on Ctrl in %s, where letters are text", async (page, title) => {
    const { until, type, press, exited, screen } = start(page)
    await until(title)
    type("sco")
    await press("ctrlG")
    await until("Esc close")
    await press("ctrlS")
    expect(await exited).toBe(0)
    expect(screen()).toContain('answer: "saved"')
  })
})

describe("the board of runs", () => {
  it("opens the run that is chosen", async () => {
    const tools = createToolsFolder()
    tools.install("xdg-open")
    try {
      const { until, type, press } = start("runs", { env: { PATH: tools.path } })
      await until("open run 813")
      await press("up")
      await until("open run 812")
      type("o")
      await vi.waitFor(() => expect(tools.argsOf("xdg-open")).toMatch(/81234567812\n$/))
    } finally {
      tools.remove()
    }
  })
})

describe("in a real terminal", () => {
  it("answers, and gives the terminal back", async () => {
    const { until, type, press, exited, screen, bytes } = start("text")
    await until("Which host")
    await press("ctrlU")
    type("other.example.com\r")
    expect(await exited).toBe(0)
    expect(screen()).toContain('answer: "other.example.com"')
    expectRestored(bytes())
  })

  it.each(["marked", "unmarked"])("shows no byte of a secret whose paste is %s", async (how) => {
    const { until, paste, pasteUnmarked, press, exited, bytes } = start("secret")
    const value = secret()
    await until("Client secret")
    if (how === "marked") paste(`${value}\n`)
    else pasteUnmarked(value)
    await until(`${value.length} characters`)
    await press("enter")
    expect(await exited).toBe(0)
    expectHidden(bytes(), value)
    expectRestored(bytes())
  })

  it("neither shows nor replays what is pasted during a spinner", async () => {
    const { until, paste, pasteUnmarked, type, exited, bytes, screen } = start("busy")
    const value = secret()
    await until("Busy")
    paste(`${value}\n`)
    pasteUnmarked(`${value}\n`)
    type(`${value}\r`)
    await until("Which host")
    type("\r")
    expect(await exited).toBe(0)
    expectHidden(bytes(), value)
    expect(screen()).toContain('answer: "web.example.com"')
  })

  it("ends with 130 on Ctrl+C during a spinner", async () => {
    const { until, press, exited, bytes } = start("busy")
    await until("Busy")
    await press("ctrlC")
    expect(await exited).toBe(130)
    expectRestored(bytes())
  })

  it("leaves no keys on the last frame, which no longer do anything", async () => {
    const { until, press, exited, screen } = start("choice")
    await until(footer)
    await press("ctrlC")
    expect(await exited).toBe(130)
    expect(screen()).toContain("backoffice")
    expect(screen()).not.toContain("Enter")
  })

  it("ends with 130 on SIGTERM, and gives the terminal back", async () => {
    const { until, kill, exited, bytes } = start("choice")
    await until(footer)
    kill("SIGTERM")
    expect(await exited).toBe(130)
    expectRestored(bytes())
  })

  it("reports a broken component without showing its source", async () => {
    const { exited, bytes, screen } = start("broken")
    expect(await exited).toBe(3)
    expect(screen().trim()).toBe("error: this component is broken")
    expectRestored(bytes())
  })

  it.each([
    ["choice", [80, 24], [40, 15]],
    ["confirm", [100, 30], [30, 12]],
    ["checklist", [40, 15], [120, 40]],
    ["typed", [72, 24], [40, 24]],
  ] as const)("leaves no ghost of %s when the window goes from %j to %j", async (page, from, to) => {
    const { until, resize, screen, press } = start(page, { columns: from[0], rows: from[1] })
    await until(/(save and|Ctrl\+C)\s+quit/)
    const title =
      screen()
        .match(/^.*\?.*$/m)?.[0]
        .slice(0, 12) ?? "none"
    await resize(to[0], to[1])
    await until(to[0] < 60 ? "Step 2 of 6: Values" : "◉ Values")
    await press("down")
    expect(screen().split(title)).toHaveLength(2)
    expect(screen().match(/Values/g)).toHaveLength(1)
  })

  it("leaves no ghost when the window is dragged", async () => {
    const { until, resize, screen } = start("choice", { columns: 90, rows: 40 })
    await until(/save and quit/)
    for (const columns of [...range(89, 44), ...range(45, 60), ...range(59, 50)]) {
      await resize(columns, 40)
      await new Promise((done) => setTimeout(done, 5))
    }
    await until("Step 2 of 6: Values")
    expect(screen().match(/Values/g)).toHaveLength(1)
    expect(screen().match(/Which app/g)).toHaveLength(1)
  })

  it.each([
    ["NO_COLOR by way of the command line", { FORCE_COLOR: "0" }],
    ["no colours and no UTF-8", { FORCE_COLOR: "0", LC_ALL: "C" }],
  ])("has no styles under %s", async (_, env) => {
    const { until, bytes } = start("choice", { env })
    await until("Which app")
    expect(stylesIn(bytes())).toEqual([])
  })
})

describe("a secret that is half typed when Ctrl+Z stops the program", () => {
  it.each([
    ["secret", "Client secret"],
    ["line-secret", "Value, not shown"],
  ])("is kept, and shown neither then nor later: %s", async (scene, asked) => {
    const run = startProgram("bash", ["--norc", "--noprofile", "-i"], { env: { PS1: "ready> " } })
    started.push(run)
    await run.until("ready>")
    run.type(`${process.execPath} ${program} ${scene}\r`)
    await run.until(asked)
    const [first, second] = [secret(), crypto.randomUUID()]
    run.type(first)
    await run.press("ctrlZ")
    await run.until("Stopped")
    run.type("fg\r")
    await run.until(/ fg\n/)
    // A prompt is not printed again, so nothing says when it listens.
    await new Promise((done) => setTimeout(done, 500))
    run.type(second)
    if (scene === "secret") await run.until(`${first.length + second.length} characters`)
    await run.press("enter")
    await run.until('answer: "••••••••"')
    expectHidden(run.bytes(), first, second)
  })
})

describe("line prompts in a real terminal", () => {
  it("show no byte of a secret", async () => {
    const { until, type, press, exited, bytes } = start("line-secret")
    const value = secret()
    await until("Value, not shown")
    type(`${value}x`)
    await press("backspace", "enter")
    expect(await exited).toBe(0)
    expect(bytes()).toContain('answer: "••••••••"')
    expectHidden(bytes(), value)
  })

  it("neither show nor take what is pasted while nothing is asked", async () => {
    const { until, paste, pasteUnmarked, type, exited, bytes, screen } = start("line-secret")
    const [early, value] = [secret(), secret()]
    await until("Busy.")
    paste(`${early}\n`)
    pasteUnmarked(`${early}\n`)
    await until("Value, not shown")
    type(`${value}\r`)
    expect(await exited).toBe(0)
    expect(screen()).toContain("answer:")
    expectHidden(bytes(), early, value)
  })

  it("end with 130 on Ctrl+C while nothing is asked, and show what is typed afterwards", async () => {
    const { until, press, exited, bytes } = start("line-ticket")
    await until("Busy.")
    await press("ctrlC")
    expect(await exited).toBe(130)
    expectOnlyLines(bytes())
  })

  it("print what they copy, open, save, and redraw nothing", async () => {
    const { until, type, exited, bytes, screen } = start("line-ticket", { env: { PATH: "" } })
    await until("Number or name")
    type("copy\r")
    await until("Asked the terminal to copy the ticket")
    expect(screen()).toContain("30. Please add a redirect URI")
    type("open\r")
    await until("No browser was found to open the portal: https://portal.example.com/new")
    type("save\r")
    expect(await exited).toBe(0)
    expect(screen()).toContain('answer: "saved"')
    expectOnlyLines(bytes())
  })
})
