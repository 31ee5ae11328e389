/** What surrounds the terminal. Nothing happens here unless a key asked for it. */
export interface Desk {
  readonly copy: (text: string) => Promise<Copied>
  /** False where there is no browser to be found, or the address is none for a browser. */
  readonly open: (url: string) => Promise<boolean>
  /** Stops this program until its shell lets it go on. Absent where no shell can. The terminal must be lent first. */
  readonly stop?: () => Promise<void>
}

export type Copied =
  /** A program of this machine has taken it. */
  | { readonly kind: "copied"; readonly by: string }
  /** The terminal was asked to take it, and does not say whether it did. */
  | { readonly kind: "sent" }
  | { readonly kind: "failed" }
