import { PassThrough } from "node:stream"
import { setTimeout as wait } from "node:timers/promises"
import { expect, it } from "vitest"
import { settleSize } from "../../src/ui/settle-size.ts"

/** A window that can be resized, and what happened in it. */
function createWindow() {
  const stdout = Object.assign(new PassThrough(), { columns: 80, rows: 24 })
  const log: string[] = []
  let held = false
  const settled = settleSize(stdout, {
    onSettled: () => log.push(`settled at ${stdout.columns}`),
    isHeld: () => held,
  })
  const listener = () => log.push(`drawn at ${settled.stream.columns}x${settled.stream.rows}`)
  settled.stream.on("resize", listener)
  return {
    ...settled,
    stdout,
    log,
    listener,
    hold: (is: boolean) => {
      held = is
    },
    resize: (...columns: readonly number[]) => {
      for (const one of columns) {
        stdout.columns = one
        stdout.emit("resize")
      }
    },
  }
}

const quiet = () => wait(150)

it("draws once, for the size that a drag ends with", async () => {
  const { resize, stream, log } = createWindow()
  resize(79, 70, 60)
  expect([stream.columns, log]).toEqual([80, []])
  await quiet()
  expect([stream.columns, log]).toEqual([60, ["settled at 60", "drawn at 60x24"]])
})

it("draws nothing for a drag that ends where it began", async () => {
  const { resize, log } = createWindow()
  resize(60, 80)
  await quiet()
  expect(log).toEqual([])
})

it("waits as long as the terminal is somebody else's, and takes the size when it is not", async () => {
  const { resize, hold, settle, log } = createWindow()
  hold(true)
  resize(60)
  await quiet()
  expect(log).toEqual([])
  settle()
  expect(log).toEqual(["settled at 60", "drawn at 60x24"])
})

it("passes on what is written, and what else is listened for", async () => {
  const { stream, stdout, log } = createWindow()
  stream.on("drain", () => log.push("drained"))
  stream.write("text")
  stdout.emit("drain")
  expect([String(stdout.read()), log]).toEqual(["text", ["drained"]])
})

it("tells nobody who no longer listens, and nothing once it is closed", async () => {
  const { stream, resize, listener, close, log } = createWindow()
  stream.off("resize", listener)
  resize(60)
  await quiet()
  expect(log).toEqual(["settled at 60"])
  resize(50)
  close()
  await quiet()
  expect(log).toEqual(["settled at 60"])
})
