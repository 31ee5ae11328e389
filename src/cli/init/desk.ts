import { openInBrowser } from "../../adapters/desktop/browser.ts"
import { copyToClipboard } from "../../adapters/desktop/clipboard.ts"
import { stopProcess } from "../../adapters/desktop/stop.ts"
import { fitsClipboard, renderClipboardSequence } from "../../ui/clipboard.ts"
import type { Desk } from "../../ui/desk.ts"
import type { Io } from "../command.ts"

/** This machine's clipboard, else the terminal's; this machine's browser. */
export const createDesk = ({ env, stdout }: Pick<Io, "env" | "stdout">): Desk => ({
  copy: async (text) => {
    const by = await copyToClipboard(text, env)
    if (by !== undefined) return { kind: "copied", by }
    if (!fitsClipboard(text)) return { kind: "failed" }
    stdout.write(renderClipboardSequence(text))
    return { kind: "sent" }
  },
  open: (url) => openInBrowser(url, env),
  ...(process.platform === "win32" ? {} : { stop: stopProcess }),
})
