import { useStdout } from "ink"
import type { KeyPress } from "./keys.ts"
import { findOffer, type Offered, type OfferKind, type Offers, offered } from "./offers.ts"
import { tellCopied, tellOpened } from "./tell.ts"
import { useDesk } from "./use-desk.ts"
import { useHolder, useKeys } from "./use-keys.ts"
import type { KeyHint } from "./views/key-help.ts"

/** Where letters are no text, where only `?` is none, and where all are. */
export type Letters = "all" | "?" | "none"

export interface AsideOptions {
  /** Absent on the first page. */
  readonly onBack?: (() => void) | undefined
  /** Absent where there is nothing to come back to. */
  readonly onSave?: (() => void) | undefined
  /** Asked at every key, for a draft that is begun makes text of `?`. */
  readonly letters: () => Letters
  /** Every other key. */
  readonly onKey: (key: KeyPress) => void
}

/** What a page does beside being answered. */
export interface Aside {
  readonly explained: boolean
  /** What became of the last copy, or of what was opened. */
  readonly told: string | undefined
  /** The keys for it, for the footer. */
  readonly hints: readonly KeyHint[]
}

/** Hears all keys of a page: those for what it offers are carried out here, the others are passed on. */
export function useAside(offers: Offers, { onBack, onSave, letters, onKey }: AsideOptions): Aside {
  const desk = useDesk()
  const { write } = useStdout()
  const state = useHolder<Omit<Aside, "hints">>(() => ({ explained: false, told: undefined }))
  const here = offered(offers, onSave !== undefined)
  const tell = (told: string) => state.write({ ...state.read(), told })

  const acts: Readonly<Record<OfferKind, () => void>> = {
    explain: () => state.write({ explained: !state.read().explained, told: undefined }),
    copy: async () => {
      const { copies } = offers
      if (!copies) return
      const copied = await desk.copy(copies.text)
      // Whoever cannot paste it can still mark it with the mouse: the page may show only a part.
      if (copied.kind !== "copied") write(`${copies.text.trimEnd()}\n\n`)
      tell(tellCopied(copies, copied))
    },
    open: async () => {
      if (offers.link) tell(tellOpened(offers.link, await desk.open(offers.link.url)))
    },
    save: () => onSave?.(),
  }
  useKeys((key) => {
    const offer = findOffer(key, here, letters())
    if (offer) return acts[offer]()
    if (state.read().told !== undefined) state.write({ ...state.read(), told: undefined })
    if (key.kind === "back" && state.read().explained) acts.explain()
    else if (key.kind === "back") onBack?.()
    else onKey(key)
  })
  const { explained, told } = state.read()
  return { explained, told, hints: hintsOf(here, letters(), explained, onBack !== undefined) }
}

function hintsOf(
  here: readonly Offered[],
  letters: Letters,
  explained: boolean,
  hasBack: boolean,
): readonly KeyHint[] {
  const shown = here.filter(({ kind }) => !(explained && kind === "explain"))
  const canSave = here.some(({ kind }) => kind === "save")
  return [
    ...(explained ? [["Esc", "close"] as const] : hasBack ? [["Esc", "back"] as const] : []),
    ...shown.map(
      ({ letter, control, does }) =>
        [letters === "all" || letters === letter ? letter : control, does] as const,
    ),
    ...(canSave ? [] : [["Ctrl+C", "quit"] as const]),
  ]
}
