import { PassThrough } from "node:stream"
import { stripVTControlCharacters } from "node:util"
import { render } from "ink"
import { createElement, type ReactNode } from "react"
import { InputGuard } from "../../src/ui/components/InputGuard.tsx"
import { type Theme, ThemeContext } from "../../src/ui/theme.ts"

export interface Drawn {
  /** Everything the terminal was sent. */
  readonly bytes: () => string
  /** The last frame, without colours. */
  readonly frame: () => string
  /** Sends one chunk and waits for what it changes. */
  readonly send: (chunk: string) => Promise<void>
  readonly unmount: () => void
}

/** Ink drawing to a terminal that is not there: every frame whole, one after the other. */
export async function draw(
  node: ReactNode,
  { columns = 80, rows = 24, ...theme }: Partial<Theme> & { columns?: number; rows?: number } = {},
): Promise<Drawn> {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  })
  const frames: string[] = []
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns, rows })
  stdout.setEncoding("utf8").on("data", (text) => frames.push(text))
  const instance = render(
    createElement(
      ThemeContext,
      { value: { colour: false, accessible: false, unicode: true, hyperlinks: false, ...theme } },
      createElement(InputGuard, { onCancel: () => {}, children: node }),
    ),
    { stdin, stdout, debug: true, exitOnCtrlC: false, patchConsole: false, interactive: true },
  )
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    await instance.waitUntilRenderFlush()
  }
  await settle()
  return {
    bytes: () => frames.join(""),
    frame: () =>
      stripVTControlCharacters(frames.findLast((text) => stripVTControlCharacters(text).trim() !== "") ?? "")
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n")
        .trimEnd(),
    send: async (chunk) => {
      stdin.write(chunk)
      await settle()
    },
    unmount: () => instance.unmount(),
  }
}
