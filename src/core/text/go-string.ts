/**
 * String literals as Go writes them: header templates and bypass rules both use them.
 *
 * Source: The Go Programming Language Specification, "String literals" and "Rune literals".
 */
import { SourceError } from "./source-problem.ts"

/** A raw or interpreted string literal, or a rune literal, from where the pattern's `lastIndex` stands. */
export const goLiteral = /`[^`]*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'/y

const escapeSequence =
  /\\(?:(?<letter>[abfnrtv\\'"])|x(?<byte>[\da-fA-F]{2})|(?<octal>[0-7]{3})|u(?<short>[\da-fA-F]{4})|U(?<long>[\da-fA-F]{8}))/y

const letters: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
}

/**
 * The value of a literal that `goLiteral` matched, quotes included, at `offset` of its source.
 *
 * @throws SourceError for an escape that Go does not know, or bytes that are not UTF-8
 */
export function unquoteGo(literal: string, offset: number): string {
  const quote = literal.charAt(0)
  const body = literal.slice(1, -1)
  if (quote === "`") return body.replaceAll("\r", "")
  if (!body.includes("\\")) return body
  const bytes: Buffer[] = []
  for (let at = 0; at < body.length; ) {
    const next = body.indexOf("\\", at)
    if (next !== at) {
      const end = next === -1 ? body.length : next
      bytes.push(Buffer.from(body.slice(at, end)))
      at = end
      continue
    }
    escapeSequence.lastIndex = at
    const match = escapeSequence.exec(body)
    const escaped = match && bytesOf(match.groups ?? {}, quote)
    if (!escaped)
      throw new SourceError(
        `Go has no escape ${body.slice(at, at + 2)} in ${quote}…${quote}`,
        offset + 1 + at,
      )
    bytes.push(escaped)
    at = escapeSequence.lastIndex
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes))
  } catch {
    throw new SourceError("the escapes of this string are not valid UTF-8", offset)
  }
}

function bytesOf(
  { letter, byte, octal, short, long }: Readonly<Record<string, string | undefined>>,
  quote: string,
): Buffer | undefined {
  if (letter !== undefined) {
    const otherQuote = letter === (quote === '"' ? "'" : '"')
    return otherQuote ? undefined : Buffer.from(letters[letter] ?? "")
  }
  if (byte !== undefined) return Buffer.from([Number.parseInt(byte, 16)])
  if (octal !== undefined) {
    const value = Number.parseInt(octal, 8)
    return value > 0xff ? undefined : Buffer.from([value])
  }
  const codePoint = Number.parseInt(short ?? long ?? "", 16)
  const surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff
  return surrogate || codePoint > 0x10ffff ? undefined : Buffer.from(String.fromCodePoint(codePoint))
}
