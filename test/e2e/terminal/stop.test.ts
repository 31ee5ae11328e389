/** Ctrl+Z in a shell that has job control: the terminal is the shell's until `fg`, and then the screen is there again. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { entry } from "../../cli/run.ts"
import { type AppsRepo, createAppsRepo, isolatedEnv } from "../../fakes/apps-repo.ts"
import { expectRestored } from "./expect.ts"
import { startProgram, type TerminalRun } from "./terminal.ts"

let repo: AppsRepo
let folder: string
let run: TerminalRun
beforeEach(() => {
  repo = createAppsRepo()
  folder = mkdtempSync(join(tmpdir(), "stop-"))
})
afterEach(() => {
  run.kill()
  repo.remove()
  rmSync(folder, { recursive: true })
})

async function start(args: string): Promise<void> {
  const env = { ...isolatedEnv, XDG_STATE_HOME: folder, LC_ALL: "C.UTF-8", PS1: "ready> " }
  run = startProgram("bash", ["--norc", "--noprofile", "-i"], { cwd: repo.root, env })
  await run.until("ready>")
  run.type(`${process.execPath} ${entry} init --app web ${args}\r`)
}

/** What the shell, and everything that it starts, has of the terminal. */
async function expectShell(mark: string): Promise<void> {
  run.type(`echo ${mark}=$(stty -a | grep -oE '(^| )(icanon|echo)\\b' | tr -d ' \\n')\r`)
  await run.until(new RegExp(`^${mark}=icanonecho$`, "m"))
}

const leave = async () => {
  await run.press("ctrlC")
  await run.until(/Continue with[\s\S]*ready>$/)
  run.type("exit\r")
  await run.exited
}

describe("Ctrl+Z", () => {
  it("gives the terminal to the shell, and fg brings the screen back as it was", async () => {
    await start("")
    await run.until("Is this right?")
    await run.press("down", "ctrlZ")
    await run.until("Stopped")
    const meanwhile = run.bytes()
    expect(meanwhile.lastIndexOf("\x1b[?25h")).toBeGreaterThan(meanwhile.lastIndexOf("\x1b[?25l"))
    expect(meanwhile.lastIndexOf("\x1b[?2004l")).toBeLessThan(meanwhile.lastIndexOf("Stopped"))
    expect(run.window().join("\n")).not.toContain("Is this right?")
    await expectShell("first")
    run.type("fg\r")
    await run.until("❯ Change who may enter")
    await run.press("ctrlZ")
    await run.until(/Stopped[\s\S]*Stopped/)
    await expectShell("second")
    run.type("fg\r")
    await run.until("❯ Change who may enter")
    await run.press("enter")
    await run.until("Which groups may enter?")
    await leave()
    expectRestored(run.bytes())
  })

  it("is heard as soon as the screen is there again", async () => {
    await start("")
    await run.until("Is this right?")
    for (let times = 1; times <= 5; times++) {
      run.type("\x1a")
      await run.until(new RegExp(`(?:Stopped[\\s\\S]*){${times}}ready>$`))
      const before = run.bytes().length
      run.type("fg\r")
      await vi.waitUntil(() => run.bytes().includes("explain", before), { interval: 1, timeout: 20_000 })
    }
    await leave()
  })

  it("draws for the window that there is by then", async () => {
    await start("")
    await run.until("◉ Ticket")
    await run.press("ctrlZ")
    await run.until("Stopped")
    await run.resize(50, 20)
    run.type("fg\r")
    await run.until("Step 1 of 6: Ticket")
    await leave()
  })

  it("does nothing where no shell could go on with it", async () => {
    const env = { ...isolatedEnv, XDG_STATE_HOME: folder, LC_ALL: "C.UTF-8" }
    run = startProgram(process.execPath, [entry, "init", "--app", "web"], { cwd: repo.root, env })
    await run.until("Is this right?")
    await run.press("ctrlZ", "down")
    await run.until("❯ Change who may enter")
    await run.press("ctrlC")
    expect(await run.exited).toBe(130)
  })

  it("is left to the terminal where lines are typed", async () => {
    await start("--accessible")
    await run.until("Number or name; Enter is:")
    await run.press("ctrlZ")
    await run.until("Stopped")
    await expectShell("first")
    run.type("fg\r1\r")
    await run.until("Send this to servicedesk.")
    await leave()
  })
})
