import type { Readable } from "node:stream"

/** Characters. More than any error page or log excerpt; what follows is not looked at. */
const maxTextLength = 1_000_000

/** What somebody pastes or pipes in. */
export async function readText(stdin: Readable): Promise<string> {
  let text = ""
  for await (const chunk of stdin.setEncoding("utf8")) {
    text += chunk
    if (text.length > maxTextLength) break
  }
  return text
}
