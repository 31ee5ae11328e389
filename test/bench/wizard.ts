import { type IPty, spawn } from "@lydell/node-pty"
import { entry } from "../cli/run.ts"
import { isolatedEnv } from "../fakes/apps-repo.ts"
import { withAppsRepo } from "./apps-repo.ts"
import { median, quantile } from "./measure.ts"
import type { Figure } from "./run.ts"

const apps = 1_000
const starts = 15
const keys = 100
/** Quick typing. */
const betweenKeysMs = 70

/**
 * What a person waits for in a terminal: from the start of the process to the first frame, which says that the repository is being
 * read, and to the first question, both beyond Node's own start; and from a key to what it changes on the screen, with a list of
 * 1,000 apps.
 */
export const benchWizard = (): Promise<Figure[]> =>
  withAppsRepo({ apps, namespaces: 1 }, async (root) => {
    const frames: number[] = []
    const questions: number[] = []
    await untilAsked(root)
    for (let run = 0; run < starts; run++) {
      const { frame, question } = await untilAsked(root)
      const empty = await emptyProcess(root)
      frames.push(frame - empty)
      questions.push(question - empty)
    }
    const latencies = await keyLatencies(root)
    return [
      { name: "wizard: first frame", value: median(frames), unit: "ms beyond node", atMost: 250 },
      { name: "wizard: first question", value: median(questions), unit: "ms beyond node" },
      { name: "wizard: key to screen, 95 %", value: quantile(latencies, 0.95), unit: "ms", atMost: 16 },
      { name: "wizard: key to screen, median", value: median(latencies), unit: "ms" },
    ]
  })

const start = (args: readonly string[], cwd: string): IPty =>
  spawn(process.execPath, [...args], {
    cols: 80,
    rows: 24,
    name: "xterm-256color",
    cwd,
    env: { ...isolatedEnv, LC_ALL: "C.UTF-8" },
  })

const ended = (program: IPty) => new Promise<void>((done) => program.onExit(() => done()))

/** Milliseconds from a start until the terminal has been sent the first frame, and the first question. */
async function untilAsked(root: string): Promise<{ readonly frame: number; readonly question: number }> {
  const begin = performance.now()
  const since = () => performance.now() - begin
  const program = start([entry, "init"], root)
  const [frame, question] = await Promise.all([
    sent(program, "Reading the repository").then(since),
    sent(program, "Which app").then(since),
  ])
  program.write("\x03")
  await ended(program)
  return { frame, question }
}

async function emptyProcess(root: string): Promise<number> {
  const begin = performance.now()
  await ended(start(["-e", "0"], root))
  return performance.now() - begin
}

/** Milliseconds from each key until the terminal has been sent what it changes. */
async function keyLatencies(root: string): Promise<readonly number[]> {
  const program = start([entry, "init"], root)
  await sent(program, "Which app")
  const took: number[] = []
  for (let key = 0; key < keys; key++) {
    await new Promise((done) => setTimeout(done, betweenKeysMs))
    const begin = performance.now()
    const narrows = key % 2 === 0
    const changed = sent(program, narrows ? "matching" : "narrow")
    program.write(narrows ? "7" : "\x7f")
    await changed
    took.push(performance.now() - begin)
  }
  program.write("\x03")
  await ended(program)
  return took
}

const patienceMs = 20_000

const sent = (program: IPty, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let bytes = ""
    const timer = setTimeout(
      () => reject(new Error(`${JSON.stringify(text)} never came:\n${bytes}`)),
      patienceMs,
    )
    const { dispose } = program.onData((data) => {
      bytes += data
      if (!bytes.includes(text)) return
      clearTimeout(timer)
      dispose()
      resolve()
    })
  })
