/**
 * `npm run record`: plays `demo` in a pseudo-terminal and draws what its window shows as `docs/demo.svg`, cell by cell.
 * To be run again whenever the screens change.
 */
import { writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { spawn } from "@lydell/node-pty"
import headless from "@xterm/headless"

const columns = 100
const rows = 52
/** Pixels. */
const cell = { width: 8.4, height: 18 }
const margin = 20

/** The last line that `demo` prints before it waits for a browser. */
const ready = "Ctrl+C to stop."

/** The colours of the 16 that our output uses. */
const colours: Readonly<Record<number, string>> = {
  1: "#ff7b72",
  2: "#56d364",
  3: "#e3b341",
  4: "#79c0ff",
  6: "#76e3ea",
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true })
const demo = spawn(process.execPath, [path("idp-oidc.js"), "demo"], {
  cols: columns,
  rows,
  name: "xterm-256color",
  env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", LANG: "C.UTF-8" },
})
const ended = new Promise<void>((resolve) => demo.onExit(() => resolve()))
await new Promise<void>((resolve, reject) => {
  let seen = ""
  demo.onData((data) => {
    seen += data
    terminal.write(data, () => seen.includes(ready) && resolve())
  })
  demo.onExit(({ exitCode }) =>
    reject(new Error(`demo ended with ${exitCode} before it was ready:\n${seen}`)),
  )
})
await writeFile(path("../docs/demo.svg"), drawScreen())
demo.write("\x03")
await ended

function drawScreen(): string {
  const buffer = terminal.buffer.active
  const lines = Array.from({ length: rows }, (_, row) => drawLine(buffer.viewportY + row))
  const used = lines.findLastIndex((line) => line !== "") + 1
  const width = columns * cell.width + 2 * margin
  const height = used * cell.height + 2 * margin
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="idp-oidc demo in a terminal">`,
    `<rect width="100%" height="100%" rx="8" fill="#161b22"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#d1d7e0">`,
    ...lines.slice(0, used).map((line, row) => place(line, row)),
    "</g>",
    "</svg>",
    "",
  ].join("\n")
}

function place(line: string, row: number): string {
  return `<text xml:space="preserve" x="${margin}" y="${margin + (row + 0.75) * cell.height}">${line}</text>`
}

/** One `tspan` for each run of cells that look alike, at its own column, so that no font can push a line out of step. */
function drawLine(row: number): string {
  const line = terminal.buffer.active.getLine(row)
  const runs: { at: number; text: string; style: string }[] = []
  for (let column = 0; column < columns; column++) {
    const one = line?.getCell(column)
    const text = one?.getChars() || " "
    const style = one === undefined ? "" : styleOf(one.getFgColor(), one.isBold() > 0, one.isDim() > 0)
    const last = runs.at(-1)
    if (last?.style === style) last.text += text
    else runs.push({ at: column, text, style })
  }
  return runs
    .filter(({ text }) => text.trim() !== "")
    .map(
      ({ at, text, style }) =>
        `<tspan x="${(margin + at * cell.width).toFixed(1)}"${style}>${escapeXml(text.trimEnd())}</tspan>`,
    )
    .join("")
}

function styleOf(colour: number, bold: boolean, dim: boolean): string {
  const fill = colours[colour]
  return `${fill ? ` fill="${fill}"` : ""}${bold ? ` font-weight="bold"` : ""}${dim ? ` opacity="0.65"` : ""}`
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}
