/**
 * `npm run record`: plays `demo` in a pseudo-terminal, from the first screen to the login, and draws the screens that tell most of it
 * as `docs/demo.svg`. To be run again whenever the screens change.
 */
import { writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { spawn } from "@lydell/node-pty"
import headless from "@xterm/headless"
import { drawFilm, type Frame, readFrame } from "./draw-film.ts"

const [columns, rows] = [92, 30]
/** Milliseconds for one screen to come, the slowest being three runs of a workflow. */
const patienceMs = 30_000
/** Milliseconds in which whatever is drawn bit by bit is drawn. */
const settleMs = 400

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true })
const demo = spawn(process.execPath, [path("idp-oidc.js"), "demo"], {
  cols: columns,
  rows,
  name: "xterm-256color",
  env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", LANG: "C.UTF-8" },
})
demo.onData((data) => screen.write(data))
const ended = new Promise<void>((resolve) => demo.onExit(() => resolve()))
const frames: Frame[] = []

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
const shown = () =>
  Array.from(
    { length: screen.buffer.active.length },
    (_, row) => screen.buffer.active.getLine(row)?.translateToString(true) ?? "",
  ).join("\n")

async function until(text: string, doMeanwhile: () => void = () => undefined): Promise<void> {
  const end = performance.now() + patienceMs
  while (!shown().includes(text)) {
    if (performance.now() > end) throw new Error(`The screen never had "${text}":\n${shown()}`)
    await pause(20)
    doMeanwhile()
  }
}

/** What answers the screen that has `text`; it is kept for the film where it has a caption. */
async function answer(text: string, keys: string, caption?: string): Promise<void> {
  await until(text)
  await pause(settleMs)
  if (caption !== undefined) frames.push(readFrame(screen, caption))
  demo.write(keys)
}

/** Looks again every second, until the colleague has merged. */
async function waitForMerge(text: string): Promise<void> {
  let pressedAt = performance.now()
  await until(text, () => {
    if (performance.now() - pressedAt < 1_000 || !shown().includes("Look now")) return
    pressedAt = performance.now()
    demo.write("\r")
  })
}

async function askServicedesk(): Promise<readonly [clientId: string, secret: string, ends: string]> {
  const [address = ""] = /http:\/\/127\.0\.0\.1:\d+\//.exec(shown()) ?? []
  const lines = (await (await fetch(address)).text()).split("\n")
  const value = (index: number) => lines[index]?.split(/ {2,}/)[1] ?? ""
  return [value(0), value(1), value(3)]
}

await until("Is this right?")
const [clientId, secret, ends] = await askServicedesk()
await answer("Is this right?", "\r", "It finds out what it can, and says where")
await answer("Send this to servicedesk.", "\r", "It writes the ticket")
await answer("Has servicedesk answered?", "\r")
await answer("What is the Application (client) ID?", `${clientId}\r`)
await answer("What is the client secret's Value?", secret)
await answer("looks like an Entra client secret", "\r", "It checks what is pasted, and never shows it")
await answer("On which day does the client secret end?", `${ends}\r`)
await answer("Store them this way?", "\r")
await answer("These files become a pull request", "\r")
await answer("Store 3 secrets", "y\r")
await until("✔ webshop-oidc-client-id")
await answer("/runs/1010", "", "It stores the secrets, and searches each log for the value")
await until("It deploys the middleware.")
await waitForMerge("Turn login on?")
await answer("Turn login on?", "\r", "It touches the ingress only when the middleware is there")
await answer("+            - shop-test-webshop-oidc", "\r", "It changes one line")
await answer("This turns login on", "webshop\r")
await until("It turns login on.")
await waitForMerge("webshop asks for login.")
await answer("webshop asks for login.", "\r", "It looks whether login works, as a browser would")
await answer("Ctrl+C to stop.", "\x03", "Try it")
await ended
await writeFile(path("../docs/demo.svg"), drawFilm(frames, { columns, rows }))
