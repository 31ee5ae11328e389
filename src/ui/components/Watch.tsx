import type { Offers } from "../offers.ts"
import { row, stack } from "../row.ts"
import { useSize, useTheme } from "../theme.ts"
import { useAside } from "../use-aside.ts"
import { useHolder } from "../use-keys.ts"
import { useNow } from "../use-now.ts"
import { type BoardRow, boardRows } from "../views/board.ts"
import { type Around, Page } from "./Page.tsx"

interface WatchProps extends Offers {
  readonly around?: Around
  /** What happens here. */
  readonly title: string
  /** What runs elsewhere, each with its own link. */
  readonly board: readonly BoardRow[]
}

/**
 *     Set 3 secrets with "shop secrets in cluster test" on main
 *       ✔ web-oidc-client-id        18 s  run 812  log clean
 *     ❯ ✖ web-oidc-client-secret     7 s  run 813  step 3 failed: put-secret-value
 *       · web-oidc-session-secret
 *
 *     ↑↓ choose  o open run 813  ? explain
 *
 * A page that asks nothing: it shows what goes on, and what can be done meanwhile.
 */
export function Watch({ around, title, board, ...offers }: WatchProps) {
  const style = useTheme()
  const { bodyWidth, roomy } = useSize()
  const picked = useHolder<string | undefined>(() => undefined)
  const nowMs = useNow(board.some(({ state }) => state.kind === "running" || state.kind === "queued"))
  const selected = board.find(({ id }) => id === picked.read()) ?? mostInteresting(board)
  const movable = board.length > 1 && board.some(({ link, state }) => link || state.kind === "failed")
  const link = selected?.link && { what: selected.link.label, url: selected.link.url }

  const aside = useAside(
    { ...offers, ...(link && { link }) },
    {
      letters: () => "all",
      onKey: ({ kind }) => {
        if (!movable || (kind !== "up" && kind !== "down")) return
        const next = board[board.findIndex(({ id }) => id === selected?.id) + (kind === "up" ? -1 : 1)]
        if (next) picked.write(next.id)
      },
    },
  )
  const shown = {
    rows: board,
    nowMs,
    selected: movable ? selected?.id : undefined,
    addresses: roomy ? "all" : "selected",
  } as const
  const parts = [around?.body ?? [], [row(title, "strong"), ...boardRows(shown, bodyWidth, style)]]
  return (
    <Page
      around={{ ...around, body: stack(parts, true) }}
      help={offers.help}
      aside={aside}
      keys={movable ? [[style.glyphs.arrows, "choose"]] : []}
    />
  )
}

/** What has failed wants somebody; else what runs. */
const mostInteresting = (board: readonly BoardRow[]): BoardRow | undefined =>
  board.find(({ state }) => state.kind === "failed") ??
  board.find(({ state }) => state.kind === "running" || state.kind === "queued") ??
  board.findLast(({ state }) => state.kind === "done")
