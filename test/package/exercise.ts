import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { afterAll, beforeAll, expect, it } from "vitest"
import manifest from "../../package.json" with { type: "json" }
import { makeHealthyRepo } from "../cases/doctor/healthy-repo.ts"
import { forwarded, makeFolder } from "../cli/serve/start-serve.ts"
import { createAppsRepo, isolatedEnv } from "../fakes/apps-repo.ts"
import { ask } from "../server/browser.ts"
import type { InstalledPackage } from "./install-package.ts"

/** Registers what must work of an installed package on this `node`, which lies in a folder of its own. */
export function exercise(installed: () => InstalledPackage, node: string): void {
  let temporary: string
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), "idp-oidc-exercise-"))
  })
  afterAll(() => rm(temporary, { recursive: true }))

  /** By its name, as a shell does: the first line of the file finds `node` on the PATH. */
  const start = (args: readonly string[], cwd: string): ChildProcess =>
    spawn(installed().bin, [...args], {
      cwd,
      env: {
        ...isolatedEnv,
        PATH: [dirname(node), isolatedEnv.PATH].join(delimiter),
        TMPDIR: temporary,
        NO_COLOR: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    })

  async function run(args: readonly string[], cwd = temporary) {
    const child = start(args, cwd)
    const texts = { stdout: "", stderr: "" }
    for (const name of ["stdout", "stderr"] as const)
      child[name]?.setEncoding("utf8").on("data", (text: string) => (texts[name] += text))
    const [code] = await once(child, "close")
    return { code, ...texts }
  }

  it("tells its version", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" })
  })

  it("plays the demo through", { timeout: 60_000 }, async () => {
    const { code, stdout } = await run(["demo", "--json"])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, ok: true })
  })

  it("plans for an app, and writes nothing", async () => {
    const repo = createAppsRepo()
    try {
      const { code, stdout } = await run(["init", "--app", "web", "--dry-run", "--json"], repo.root)
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ schema: 1, status: "planned" })
      expect(repo.git("status", "--porcelain")).toBe("")
    } finally {
      repo.remove()
    }
  })

  it("examines a repository", async () => {
    const repo = createAppsRepo(Object.fromEntries(makeHealthyRepo()))
    try {
      const { code, stdout, stderr } = await run(["doctor", "--offline"], repo.root)
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
      expect(stdout).toContain("Nothing wrong was found.")
    } finally {
      repo.remove()
    }
  })

  it("serves, until it is told to stop", async () => {
    const folder = await makeFolder()
    const files = ["--config", join(folder, "values.yaml"), "--secrets", folder]
    const server = start(
      ["serve", ...files, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--json"],
      temporary,
    )
    try {
      if (!server.stdout) throw new Error("no standard output")
      const [line] = await once(createInterface({ input: server.stdout }), "line")
      const { url } = JSON.parse(String(line))
      expect((await ask(url, forwarded)).status).toBe(200)
      expect((await ask(url, { ...forwarded, "x-forwarded-uri": "/" })).status).toBe(401)
      const ended = once(server, "exit")
      server.kill("SIGTERM")
      expect(await ended).toEqual([0, null])
    } finally {
      server.kill("SIGKILL")
      await rm(folder, { recursive: true })
    }
  })
}
