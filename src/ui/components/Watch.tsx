import type { Offers } from "../offers.ts"
import { type Row, row, stack } from "../row.ts"
import { useSize, useTheme } from "../theme.ts"
import { useAside } from "../use-aside.ts"
import { useHolder } from "../use-keys.ts"
import { useNow } from "../use-now.ts"
import { type BoardRow, boardRows, renderElapsed, spinnerAt } from "../views/board.ts"
import { type Finding, findingRows } from "../views/findings.ts"
import type { KeyHint } from "../views/key-help.ts"
import { type Around, Page } from "./Page.tsx"

export interface WatchAction {
  /** One letter, other than c, o, s and r. */
  readonly letter: string
  readonly does: string
  readonly act: () => void
}

interface WatchProps extends Offers {
  readonly around?: Around
  /** What happens here, or what is waited for. */
  readonly title: string
  /** Since when it is waited for, by `Date.now()`; absent where nothing is. */
  readonly sinceMs?: number | undefined
  /** What runs elsewhere, each with its own link. */
  readonly board?: readonly BoardRow[]
  readonly findings?: readonly Finding[]
  readonly actions?: readonly WatchAction[]
  /** Tries a row again that has failed. */
  readonly onRetry?: ((id: string) => void) | undefined
  /** Enter; absent while there is nothing to go on to. */
  readonly onContinue?: (() => void) | undefined
  readonly onBack?: (() => void) | undefined
  readonly onSave?: (() => void) | undefined
}

/**
 *     Set 3 secrets with "shop secrets in cluster test" on main
 *       ✔ web-oidc-client-id        18 s  run 812  log clean
 *     ❯ ✖ web-oidc-client-secret     7 s  run 813  step 3 failed: put-secret-value
 *       · web-oidc-session-secret
 *
 *     ↑↓ choose  r retry  o open run 813  ? explain  s save and quit
 *
 * A page that asks nothing: it shows what goes on, and what can be done meanwhile.
 */
export function Watch({
  around,
  title,
  sinceMs,
  board = [],
  findings = [],
  actions = [],
  onRetry,
  onContinue,
  onBack,
  onSave,
  ...offers
}: WatchProps) {
  const style = useTheme()
  const { bodyWidth, roomy } = useSize()
  const picked = useHolder<string | undefined>(() => undefined)
  const runs =
    sinceMs !== undefined || board.some(({ state }) => state.kind === "running" || state.kind === "queued")
  const nowMs = useNow(runs)
  const selected = board.find(({ id }) => id === picked.read()) ?? mostInteresting(board)
  const canRetry = onRetry !== undefined && selected?.state.kind === "failed"
  const movable = board.length > 1 && board.some(({ link, state }) => link || state.kind === "failed")
  const link = selected?.link && { what: selected.link.label, url: selected.link.url }

  const aside = useAside(
    { ...offers, ...(link && { link }) },
    {
      onBack,
      onSave,
      letters: () => "all",
      onKey: (key) => {
        if (key.kind === "submit") onContinue?.()
        else if (key.kind === "up" || key.kind === "down") {
          const at = board.findIndex(({ id }) => id === selected?.id)
          const next = board[at + (key.kind === "up" ? -1 : 1)]
          if (movable && next) picked.write(next.id)
        } else if (key.kind === "insert" && key.text === "r" && canRetry) onRetry(selected.id)
        else if (key.kind === "insert") actions.find(({ letter }) => letter === key.text)?.act()
      },
    },
  )
  const keys: readonly KeyHint[] = [
    ...(onContinue ? [["Enter", "continue"] as const] : []),
    ...(movable ? [[style.glyphs.arrows, "choose"] as const] : []),
    ...(canRetry ? [["r", "retry"] as const] : []),
    ...actions.map(({ letter, does }) => [letter, does] as const),
  ]
  const shown = {
    rows: board,
    nowMs,
    selected: movable ? selected?.id : undefined,
    addresses: roomy ? "all" : "selected",
  } as const
  const parts = [
    around?.body ?? [],
    [row(title, "strong"), ...boardRows(shown, bodyWidth, style), ...findingRows(findings, bodyWidth, style)],
  ]
  return (
    <Page
      around={{ ...around, body: stack(parts, true) }}
      help={offers.help}
      aside={aside}
      field={sinceMs === undefined ? [] : [waitingRow(nowMs, sinceMs, style)]}
      keys={keys}
    />
  )
}

const waitingRow = (
  nowMs: number,
  sinceMs: number,
  { glyphs, accessible }: ReturnType<typeof useTheme>,
): Row => [
  { tone: "pointer", text: `${accessible ? glyphs.waiting : spinnerAt(nowMs, glyphs)} ` },
  ...row(`waiting, ${renderElapsed(nowMs - sinceMs)}`, "faint"),
]

/** What has failed wants somebody; else what runs. */
const mostInteresting = (board: readonly BoardRow[]): BoardRow | undefined =>
  board.find(({ state }) => state.kind === "failed") ??
  board.find(({ state }) => state.kind === "running" || state.kind === "queued") ??
  board.findLast(({ state }) => state.kind === "done")
