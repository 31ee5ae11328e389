/**
 * The control sequence that puts a text on the clipboard of whoever looks at the terminal, also over SSH. A terminal that does not
 * know it, or is told not to, does nothing and says nothing, so the text must be shown as well.
 *
 * Source: XTerm Control Sequences, "Operating System Commands", Ps = 52.
 */
export const renderClipboardSequence = (text: string): string =>
  `\x1b]52;c;${Buffer.from(text, "utf8").toString("base64")}\x07`

/** Longer texts are dropped or cut by some terminals. Bytes of base64. Source: hterm and tmux limits. */
export const maxClipboardBytes = 74_994

export const fitsClipboard = (text: string): boolean =>
  Math.ceil(Buffer.byteLength(text, "utf8") / 3) * 4 <= maxClipboardBytes
