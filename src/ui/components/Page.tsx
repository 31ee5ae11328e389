import { useLayoutEffect } from "react"
import { foldRows } from "../fold-rows.ts"
import { shareRows } from "../layout.ts"
import { type Row, row, stack } from "../row.ts"
import { useSize, useTheme } from "../theme.ts"
import type { Aside } from "../use-aside.ts"
import { useScroll } from "../use-scroll.ts"
import { type KeyHint, keyHelpRows } from "../views/key-help.ts"
import { type NoticeData, noticeRows } from "../views/notice.ts"
import { type RailData, railRows } from "../views/rail.ts"
import { Frame } from "./Frame.tsx"

/** What stands above a question. */
export interface Around {
  readonly rail?: RailData | undefined
  /** Scrolls where it does not fit. */
  readonly body?: readonly Row[] | undefined
  readonly notice?: NoticeData | undefined
}

/** What a page shows of its list: how many entries, and whether Page Up and Page Down are the text's. */
export interface PageLayout {
  readonly size: number
  readonly scrolls: boolean
}

export interface PageList {
  readonly entries: number
  /** What the entry under the cursor takes beyond one row. */
  readonly extraRows: number
  /** True where it says in any case which part of it is shown. */
  readonly hasPosition: boolean
  readonly rows: (size: number) => readonly Row[]
  readonly onLayout: (layout: PageLayout) => void
}

interface PageProps {
  readonly around?: Around | undefined
  /** Absent where nothing is asked. */
  readonly title?: string
  readonly help: string
  readonly aside: Aside
  /** Below the title. */
  readonly field?: readonly Row[]
  readonly list?: PageList
  /** Keys of this page alone. */
  readonly keys: readonly KeyHint[]
}

/**
 *     ● App  ◉ Access  ○ Ticket  ○ Files  ○ Write
 *
 *     web in shop-dev, protected by web-oidc
 *     lines 1 to 9 of 12 (PgUp PgDn)
 *
 *     Is this right?
 *     ❯ Yes, continue
 *
 *     ↑↓ move  Enter choose  Esc back  ? explain
 *
 * An explanation takes the place of what is above the question, so it always has room. A low window does without blank rows.
 */
export function Page({ around = {}, title, help, aside, field = [], list, keys }: PageProps) {
  const style = useTheme()
  const { width, bodyWidth, columns, rows, roomy } = useSize()
  const { explained, told, hints } = aside
  const above = explained
    ? foldRows(paragraphs(help), width)
    : foldRows(around.body ?? [], bodyWidth, columns)
  const rail = around.rail ? railRows(around.rail, width, style) : []
  const notice = around.notice ? noticeRows(around.notice, width, style) : []
  const heading = title === undefined ? [] : foldRows([row(title, "strong")], width)
  const result = told === undefined ? [] : foldRows([row(told, "good")], width)
  const footer = style.ended ? [] : keyHelpRows([...keys, ...hints], width)

  const fixed = [rail, notice, [...heading, ...field, ...result], footer]
  const gaps = roomy ? [...fixed, above].filter((part) => part.length > 0).length - 1 : 0
  const shares = shareRows({
    rows,
    fixed: fixed.flat().length + gaps + (list?.hasPosition ? 1 : 0) + (list?.extraRows ?? 0),
    body: above.length,
    list: list?.entries ?? 0,
    hasPosition: list?.hasPosition ?? false,
  })
  const scrolls = shares.body < above.length
  const top = useScroll({ of: explained ? "help" : "body", count: above.length, size: shares.body })
  useLayoutEffect(() => list?.onLayout({ size: Math.max(1, shares.list), scrolls }))

  const shown = above.slice(top, top + shares.body)
  const position = `lines ${top + 1} to ${top + shown.length} of ${above.length} (PgUp PgDn)`
  const text = scrolls && shown.length > 0 ? [...shown, row(position, "faint")] : shown
  const asked = [...heading, ...field, ...(list?.rows(shares.list) ?? []), ...result]
  return <Frame rows={stack([rail, text, notice, asked, footer], roomy)} />
}

const paragraphs = (help: string): readonly Row[] => help.split("\n").map((line) => row(line))
