import { foldRows } from "../fold-rows.ts"
import { type Look, type Piece, type Row, row } from "../row.ts"
import { textWidth } from "../text-width.ts"
import type { Style } from "../theme.ts"

/** One thing that runs somewhere else, such as a workflow run. */
export interface BoardRow {
  readonly id: string
  readonly label: string
  readonly state: BoardState
  readonly link?: { readonly label: string; readonly url: string }
}

export type BoardState =
  /** Its turn has not come. */
  | { readonly kind: "waiting"; readonly note?: string }
  | { readonly kind: "queued"; readonly sinceMs: number; readonly note?: string }
  /** `step` is what it is at: "step 3 of 5, put-secret-value". */
  | { readonly kind: "running"; readonly sinceMs: number; readonly step?: string }
  /** `note` is what was proved: "log clean". */
  | { readonly kind: "done"; readonly tookMs?: number; readonly note?: string }
  | { readonly kind: "failed"; readonly tookMs?: number; readonly reason: string }

export interface Board {
  readonly rows: readonly BoardRow[]
  /** By the clock of `sinceMs`. */
  readonly nowMs: number
  /** The id of the row that keys act on; absent where none do. */
  readonly selected?: string | undefined
  /** Which addresses stand below, where a terminal has no links; a low window has no room for all. */
  readonly addresses?: "all" | "selected"
}

/**
 *     ✔ web-oidc-client-id        18 s  run 812  log clean
 *     ⠹ web-oidc-client-secret     7 s  run 813  step 3 of 5, put-secret-value
 *     · web-oidc-session-secret         waits for the others
 *
 * What does not fit behind its label stands below it. Addresses are never cut.
 */
export function boardRows(
  { rows, nowMs, selected, addresses = "all" }: Board,
  width: number,
  style: Pick<Style, "glyphs" | "hyperlinks" | "accessible">,
): readonly Row[] {
  const labels = Math.max(0, ...rows.map(({ label }) => textWidth(label)))
  const times = Math.max(5, ...rows.map(({ state }) => elapsedOf(state, nowMs).length))
  const footnotes = style.hyperlinks
    ? []
    : rows.flatMap(({ id, link }) => (link && (addresses === "all" || id === selected) ? [link] : []))
  return [
    ...rows.flatMap((one) => {
      const head: Row = [
        ...(selected === undefined ? [] : pointer(one.id === selected, style)),
        markOf(one.state, nowMs, style),
        { tone: "plain", text: ` ${one.label}` },
      ]
      const tail = joined([
        row(elapsedOf(one.state, nowMs).padStart(times), "faint"),
        ...(one.link ? [linkPiece(one.link, footnotes.indexOf(one.link) + 1, style)] : []),
        row(messageOf(one.state), one.state.kind === "failed" ? "bad" : "faint"),
      ])
      const padding = " ".repeat(labels - textWidth(one.label) + 2)
      const whole: Row = [...head, { tone: "plain", text: padding }, ...tail]
      if (columnsOf(whole) <= width) return [trimmed(whole)]
      return [head, ...indented(trimmedStart(tail), width)]
    }),
    ...(footnotes.length > 0 && addresses === "all" ? [[]] : []),
    ...footnoteRows(footnotes, width),
  ]
}

/** The same as a sentence, for who hears it. */
export function describeBoardRow({ label, state, link }: BoardRow, nowMs: number): string {
  const { kind } = state
  const took = elapsedOf(state, nowMs)
  const parts = [
    kind === "waiting" || kind === "queued" || kind === "running"
      ? kind
      : `${kind}${took && ` after ${took}`}`,
    ...(link ? [link.label] : []),
    ...(kind === "queued" && state.note === undefined ? [] : [messageOf(state)]),
  ]
  return `${label}: ${parts.filter(Boolean).join(", ")}.`
}

/** 18 s, or 2 min 05 s */
export function renderElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const rest = String(seconds % 60)
  return seconds < 60 ? `${rest} s` : `${Math.floor(seconds / 60)} min ${rest.padStart(2, "0")} s`
}

function elapsedOf(state: BoardState, nowMs: number): string {
  switch (state.kind) {
    case "waiting":
      return ""
    case "queued":
    case "running":
      return renderElapsed(nowMs - state.sinceMs)
    case "done":
    case "failed":
      return state.tookMs === undefined ? "" : renderElapsed(state.tookMs)
  }
}

function messageOf(state: BoardState): string {
  switch (state.kind) {
    case "waiting":
      return state.note ?? ""
    case "queued":
      return state.note ?? "waits for a runner"
    case "running":
      return state.step ?? ""
    case "done":
      return state.note ?? ""
    case "failed":
      return state.reason
  }
}

function markOf(
  { kind }: BoardState,
  nowMs: number,
  { glyphs, accessible }: Pick<Style, "glyphs" | "accessible">,
): Piece {
  switch (kind) {
    case "waiting":
    case "queued":
      return { tone: "faint", text: glyphs.waiting }
    case "running":
      return { tone: "pointer", text: accessible ? glyphs.current : spinnerAt(nowMs, glyphs) }
    case "done":
      return { tone: "good", text: glyphs.done }
    case "failed":
      return { tone: "bad", text: glyphs.failed }
  }
}

/** Milliseconds that each of its signs is shown for. */
export const spinnerMs = 100

/** By the clock alone, so that all of a screen turn together. */
export const spinnerAt = (nowMs: number, { spinner }: Style["glyphs"]): string =>
  spinner[Math.floor(nowMs / spinnerMs) % spinner.length] ?? ""

const pointer = (here: boolean, { glyphs }: Pick<Style, "glyphs">): Row =>
  row(here ? `${glyphs.pointer} ` : "  ", "pointer")

/** run 812, as a link; or `run 812 [1]` where the terminal has none. */
const linkPiece = (
  { label, url }: NonNullable<BoardRow["link"]>,
  footnote: number,
  { hyperlinks }: Pick<Style, "hyperlinks">,
): Row =>
  footnote > 0 ? row(`${label} [${footnote}]`) : [{ tone: hyperlinks ? "link" : "plain", text: label, url }]

/**
 *     [1] https://github.example.com/shop/apps/actions/runs/812
 */
const footnoteRows = (links: readonly NonNullable<BoardRow["link"]>[], width: number): readonly Row[] =>
  foldRows(
    links.map(({ url }, index): Row => [{ tone: "context", text: `[${index + 1}] ${url}` }]),
    width,
  )

const joined = (parts: readonly Row[]): Row =>
  parts
    .filter((part) => part.some(({ text }) => text !== ""))
    .flatMap((part, index) => [...(index > 0 ? row("  ") : []), ...part])

const indented = (line: Row, width: number): readonly Row[] =>
  line.length === 0
    ? []
    : foldRows([line], width - indent.length).map((part) => [
        { tone: "plain" as Look, text: indent },
        ...part,
      ])

const indent = "    "

const columnsOf = (line: Row): number =>
  textWidth(
    line
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
  )

const trimmed = (line: Row): Row => {
  const end = line.findLastIndex(({ text }) => text.trim() !== "")
  return line.slice(0, end + 1)
}

const trimmedStart = ([first, ...rest]: Row): Row => {
  if (!first) return rest
  const text = first.text.trimStart()
  return text === "" ? rest : [{ ...first, text }, ...rest]
}
