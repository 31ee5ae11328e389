/** Screens of a terminal as one SVG: a film of stills, each a few seconds long, that plays wherever the picture is shown. */
import type { IBufferCell, Terminal } from "@xterm/headless"

export interface Frame {
  readonly caption: string
  /** Row by row, as it stood in the window. */
  readonly lines: readonly (readonly Run[])[]
}

/** Neighbouring cells that look alike. */
interface Run {
  readonly column: number
  readonly text: string
  readonly style: string
}

/** Pixels. */
const cell = { width: 8.4, height: 18 }
const margin = 20
const captionHeight = 34
const secondsEach = 3.5

/** The colours of the 16 that our output uses. */
const colours: Readonly<Record<number, string>> = {
  1: "#ff7b72",
  2: "#56d364",
  3: "#e3b341",
  4: "#79c0ff",
  5: "#d2a8ff",
  6: "#76e3ea",
  8: "#8b949e",
}

export function readFrame({ buffer, rows, cols }: Terminal, caption: string): Frame {
  const { active } = buffer
  const lines = Array.from({ length: rows }, (_, row) => {
    const line = active.getLine(active.viewportY + row)
    const cells = Array.from({ length: cols }, (_, column) => line?.getCell(column))
    return mergeCells(cells)
  })
  return { caption, lines }
}

function mergeCells(cells: readonly (IBufferCell | undefined)[]): readonly Run[] {
  const runs: { column: number; text: string; style: string }[] = []
  for (const [column, one] of cells.entries()) {
    // The second half of a wide character.
    if (one?.getWidth() === 0) continue
    const text = one?.getChars() || " "
    const style = one ? styleOf(one) : ""
    const last = runs.at(-1)
    if (last?.style === style) last.text += text
    else runs.push({ column, text, style })
  }
  return runs
    .filter(({ text }) => text.trim() !== "")
    .map((run) => {
      const text = run.text.trimStart()
      return { ...run, text: text.trimEnd(), column: run.column + run.text.length - text.length }
    })
}

function styleOf(one: IBufferCell): string {
  const fill = one.isFgPalette() ? colours[one.getFgColor() % 8 || one.getFgColor()] : undefined
  const parts = [
    ...(fill ? [`fill="${fill}"`] : []),
    ...(one.isBold() ? ['font-weight="bold"'] : []),
    ...(one.isDim() ? ['opacity="0.65"'] : []),
  ]
  return parts.map((part) => ` ${part}`).join("")
}

export function drawFilm(
  frames: readonly Frame[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const width = columns * cell.width + 2 * margin
  const height = rows * cell.height + 2 * margin + captionHeight
  const seconds = frames.length * secondsEach
  const share = (100 / frames.length).toFixed(3)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label(frames)}">`,
    "<style>",
    // Whoever wants no motion, or has no styles, sees one screen.
    `.frame { visibility: hidden } .frame:first-of-type { visibility: visible }`,
    `@media (prefers-reduced-motion: no-preference) {`,
    `.frame, .frame:first-of-type { animation: show ${seconds}s step-end infinite }`,
    ...frames.map(
      (_, index) => `.frame:nth-of-type(${index + 1}) { animation-delay: ${index * secondsEach}s }`,
    ),
    `}`,
    `@keyframes show { 0% { visibility: visible } ${share}%, 100% { visibility: hidden } }`,
    "</style>",
    `<rect width="100%" height="100%" rx="8" fill="#161b22"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#d1d7e0">`,
    ...frames.map((frame, index) => drawFrame(frame, index, frames.length, { width, height })),
    "</g>",
    "</svg>",
    "",
  ].join("\n")
}

const label = (frames: readonly Frame[]): string =>
  escapeXml(`idp-oidc demo in a terminal. ${frames.map(({ caption }) => `${caption}.`).join(" ")}`)

function drawFrame(
  { caption, lines }: Frame,
  index: number,
  count: number,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const y = height - margin
  return [
    `<g class="frame">`,
    ...lines.flatMap((line, row) => (line.length === 0 ? [] : [drawLine(line, row)])),
    `<path d="M0 ${height - captionHeight - margin / 2}h${width}" stroke="#30363d"/>`,
    `<text x="${margin}" y="${y}" fill="#f0f6fc" font-weight="bold">${escapeXml(caption)}</text>`,
    `<text x="${width - margin}" y="${y}" text-anchor="end" opacity="0.65">${index + 1}/${count}</text>`,
    "</g>",
  ].join("\n")
}

/** Each run stands at its own column, so that no font can push a line out of step. */
function drawLine(line: readonly Run[], row: number): string {
  const runs = line.map(
    ({ column, text, style }) =>
      `<tspan x="${(margin + column * cell.width).toFixed(1)}"${style}>${escapeXml(text)}</tspan>`,
  )
  return `<text xml:space="preserve" y="${margin + (row + 0.75) * cell.height}">${runs.join("")}</text>`
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
