import { randomBytes } from "node:crypto"
import { expect, it } from "vitest"
import type { RunLogs, RunState } from "../../src/adapters/github/runs.ts"
import { type RunProgress, type RunTools, runWorkflow } from "../../src/wizard/run-workflow.ts"
import { createClock } from "../sandbox/github/stand-in.ts"

const value = randomBytes(20).toString("hex")
const url = "https://github.com/acme/apps-shop/actions/runs/7"
const request = {
  workflowId: 1,
  ref: "main",
  inputs: { subpath: "a", value },
  secretInput: "value",
  actor: "ada",
}

const runIs = (status: RunState["status"], conclusion?: string): RunState => ({
  id: 7,
  status,
  conclusion,
  title: "",
  url,
  createdAt: 0,
})

const log = (text: string): RunLogs => ({ kind: "read", files: [{ name: "0_store.txt", text }], unread: [] })

/** A GitHub whose run goes through these states, the last one for good. */
function world(states: readonly RunState[], logs: RunLogs = log("")) {
  const clock = createClock()
  const seen: RunProgress[] = []
  let looks = 0
  const step = (name: string, conclusion?: string) =>
    ({ number: 1, name, status: conclusion ? "completed" : "in_progress", conclusion }) as const
  const tools: RunTools = {
    now: clock.now,
    sleep: clock.sleep,
    github: {
      dispatch: async () => ({ id: 7, url }),
      run: async () => states[Math.min(looks++, states.length - 1)]!,
      jobs: async () => [
        {
          name: "store",
          status: "in_progress",
          conclusion: undefined,
          url,
          steps: [
            step("Check out", "success"),
            step("Put", states.at(-1)?.conclusion === "failure" ? "failure" : undefined),
          ],
        },
      ],
      logs: async () => logs,
    },
  }
  return {
    seen,
    looks: () => looks,
    run: () =>
      runWorkflow(request, tools, {
        onProgress: (progress) => seen.push(progress),
        onDispatched: async () => undefined,
      }),
  }
}

it("tells of every stage, and ends with a clean log", async () => {
  const { seen, run } = world([runIs("queued"), runIs("in_progress"), runIs("completed", "success")])
  expect(await run()).toMatchObject({ conclusion: "success", sightings: [], log: "clean", step: undefined })
  expect(seen.map(({ status, step }) => step ?? status)).toEqual(["queued", "queued", "Put", "searching-log"])
})

it("says where the log shows the value, and nothing of the value", async () => {
  const ended = await world([runIs("completed", "success")], log(`one\nstoring ${value}\n`)).run()
  expect(ended.sightings).toEqual([{ file: "0_store.txt", line: 2, spelling: "literal" }])
  expect(JSON.stringify(ended)).not.toContain(value)
})

it("calls a log that is not there gone, not clean", async () => {
  expect((await world([runIs("completed", "success")], { kind: "gone" }).run()).log).toBe("gone")
})

it("refuses to call a log clean that is too large to be searched", async () => {
  const large: RunLogs = { kind: "read", files: [], unread: ["0_store.txt"] }
  await expect(world([runIs("completed", "success")], large).run()).rejects.toMatchObject({
    code: "secrets/run-failed",
    details: ["0_store.txt"],
  })
})

it("tells of the value in what could be searched, even where another part is too large", async () => {
  const partly: RunLogs = {
    kind: "read",
    files: [{ name: "1_job.txt", text: `got ${value}\n` }],
    unread: ["0_store.txt"],
  }
  const { sightings } = await world([runIs("completed", "success")], partly).run()
  expect(sightings).toEqual([expect.objectContaining({ file: "1_job.txt" })])
})

it("names the failed step and its complaints, once each, without lines that hold the value", async () => {
  const stamp = "2026-11-23T10:00:00.0000000Z "
  const lines = ["##[error]no access", "fine", "##[error]no access", `##[error]${value} refused`]
  const ended = await world(
    [runIs("completed", "failure")],
    log(lines.map((line) => stamp + line).join("\n")),
  ).run()
  expect(ended).toMatchObject({ conclusion: "failure", step: "Put", complaints: ["##[error]no access"] })
})

it.each([
  ["queued", "has not ended after 10 minutes"],
  ["waiting", "waits for somebody's approval"],
] as const)("gives up on a run that stays %s, after ten minutes", async (status, text) => {
  const { run, looks } = world([runIs(status)])
  const error = await run().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: "secrets/run-unfinished", message: expect.stringContaining(text) })
  expect(looks()).toBeGreaterThan(100)
})
