import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { entry } from "./run.ts"

describe("a process", () => {
  it("finishes what it does when nobody reads its output any more", async () => {
    const child = spawn(process.execPath, [entry, "explain", "403"], { stdio: ["ignore", "pipe", "pipe"] })
    child.stdout.destroy()
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "close")])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  })
})
