import type { Copied } from "./desk.ts"
import type { Copyable, Openable } from "./offers.ts"

/** What became of a copy. Nobody can know whether a terminal has obeyed, so nothing more than that it was asked is said. */
export function tellCopied({ what }: Copyable, copied: Copied): string {
  switch (copied.kind) {
    case "copied":
      return `Copied ${what} with ${copied.by}.`
    case "sent":
      return `Asked the terminal to copy ${what}; not every terminal does, so it is printed above as well.`
    case "failed":
      return `Nothing here could copy ${what}; it is printed above.`
  }
}

/** The address is said as well: the browser may be the wrong one, or on the wrong machine. */
export const tellOpened = ({ what, url }: Openable, opened: boolean): string =>
  opened ? `Opened ${what}: ${url}` : `No browser was found to open ${what}: ${url}`
