/** `init` and an editor that has the terminal meanwhile: a real program, which reads keys and writes into the file. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { entry } from "../../cli/run.ts"
import { type AppsRepo, createAppsRepo, isolatedEnv } from "../../fakes/apps-repo.ts"
import { expectRestored } from "./expect.ts"
import { startInTerminal, type TerminalOptions, type TerminalRun } from "./terminal.ts"

const values = "apps/shop-dev/web-oidc/values.yaml"
const down = "\x1b[B"

let repo: AppsRepo
let folder: string
let started: TerminalRun[]
beforeEach(() => {
  repo = createAppsRepo()
  folder = mkdtempSync(join(tmpdir(), "edit-"))
  started = []
})
afterEach(() => {
  for (const run of started) run.kill()
  repo.remove()
  rmSync(folder, { recursive: true })
})

/** Notes where the file is and who may read it, then puts two lines of the terminal below it. */
function editor(): string {
  const path = join(folder, "editor")
  writeFileSync(
    path,
    [
      "#!/bin/sh",
      `ls -ld "$(dirname "$1")" "$1" > "${folder}/seen"`,
      `number=$(($(cat "${folder}/calls" 2>/dev/null || echo 0) + 1)); echo $number > "${folder}/calls"`,
      "echo Editing $number.",
      'for line in 1 2; do read -r text; printf \'%s\\n\' "$text" >> "$1"; echo Line $number.$line.; done',
      "",
    ].join("\n"),
  )
  chmodSync(path, 0o755)
  return path
}

function init(args: readonly string[] = [], options: TerminalOptions = {}): TerminalRun {
  const env = { ...isolatedEnv, XDG_STATE_HOME: join(folder, "state"), TMPDIR: folder, LC_ALL: "C.UTF-8" }
  const run = startInTerminal(entry, ["init", "--app", "web", ...args], {
    cwd: repo.root,
    ...options,
    env: { ...env, EDITOR: editor(), ...options.env },
  })
  started.push(run)
  return run
}

async function toFiles({ until, type }: TerminalRun): Promise<void> {
  await until("Is this right?")
  type("\r")
  await until("Send this to servicedesk.")
  type("\r")
  await until("Has servicedesk answered?")
  type(`${down}\r`)
  await until("written to your working tree")
}

/** Opens the second file, in the editor's call of this number, and types two lines there. */
async function edit(
  { until, type }: TerminalRun,
  call: number,
  [first, second]: readonly [string, string],
): Promise<void> {
  type("e")
  await until("Which file?")
  type(`${down}\r`)
  await until(`Editing ${call}.`)
  type(`${first}\r`)
  await until(`Line ${call}.1.`)
  type(`${second}\r`)
}

const leftovers = () => readdirSync(folder).filter((name) => name.startsWith("idp-oidc-"))

describe("a file that is edited before it is written", () => {
  it("takes every key of the terminal, and is what is written", async () => {
    const run = init()
    await toFiles(run)
    await edit(run, 1, ["logLevl: INFO", "# mine"])
    await run.until(new RegExp(`Wrong +${values}:20:1: logLevl`))
    expect(run.screen()).not.toContain("❯ Continue")
    run.type(`${down}\r`)
    await run.until("❯ Continue")
    await edit(run, 2, ["logLevel: INFO", "# mine"])
    await run.until("Take back what I have edited")
    await run.until("❯ Continue")
    run.type("\r")
    await run.until("Write 2 files?")
    run.type("y\r")
    expect(await run.exited).toBe(0)
    expect(repo.read(values)).toMatch(/logLevel: INFO\n# mine\n$/)
    const [inFolder = "", inFile = ""] = readFileSync(join(folder, "seen"), "utf8").split("\n")
    expect(inFolder).toMatch(/^drwx------/)
    expect(inFile).toMatch(/^-rw-------.*\/values\.yaml$/)
    expect(leftovers()).toEqual([])
    expectRestored(run.bytes())
  })

  it("is still edited on another day", async () => {
    const run = init()
    await toFiles(run)
    await edit(run, 1, ["logLevel: INFO", "# mine"])
    await run.until("Take back what I have edited")
    run.kill("SIGKILL")
    await run.exited
    const next = init()
    await next.until("Has servicedesk answered?")
    next.type(`${down}\r`)
    await next.until("Take back what I have edited")
  })

  it("leaves a window that was made narrower meanwhile to the editor", async () => {
    const run = init()
    await toFiles(run)
    run.type("e")
    await run.until("Which file?")
    run.type(`${down}\r`)
    await run.until("Editing 1.")
    const before = run.bytes().length
    await run.resize(50, 20)
    run.type("# one\r")
    await run.until("Line 1.1.")
    expect(run.bytes().slice(before)).not.toContain("\x1b[")
    run.type("# two\r")
    await run.until("Take back what I have edited")
  })

  it("says which variable is to blame where the editor fails, and stays where it was", async () => {
    const run = init([], { env: { EDITOR: "false" } })
    await toFiles(run)
    run.type("e")
    await run.until("Which file?")
    run.type("\r")
    await run.until("The editor of EDITOR ended with status 1")
    await run.until("❯ Continue")
    expect(leftovers()).toEqual([])
  })

  it("leaves nothing behind where the process is ended meanwhile", async () => {
    const run = init()
    await toFiles(run)
    run.type("e")
    await run.until("Which file?")
    run.type(`${down}\r`)
    await run.until("Editing 1.")
    expect(leftovers()).toHaveLength(1)
    run.kill("SIGTERM")
    expect(await run.exited).toBe(130)
    expect(leftovers()).toEqual([])
    expect(existsSync(join(repo.root, values))).toBe(false)
  })

  it("is edited line by line too", async () => {
    const run = init(["--accessible"])
    const { until, type } = run
    await until("Is this right?")
    type("1\r")
    await until("Send this to servicedesk.")
    type("1\r")
    await until("Has servicedesk answered?")
    type("2\r")
    await until("Edit a file, or type e")
    type("e\r")
    await until("Which file?")
    type("2\r")
    await until("Your editor is open.")
    await until("Editing 1.")
    type("logLevel: INFO\r")
    await until("Line 1.1.")
    type("# mine\r")
    await until("Take back what I have edited")
    await until("Number or name; Enter is: Continue:")
    type("1\r")
    await until("Write 2 files?")
    type("y\r")
    expect(await run.exited).toBe(0)
    expect(repo.read(values)).toMatch(/logLevel: INFO\n# mine\n$/)
  })
})
