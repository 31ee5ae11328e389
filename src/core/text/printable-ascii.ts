/** The longest text that is looked at in words, in characters; a header is never longer. */
const roomLength = 16_384

const bytes = new Uint8Array(roomLength)
const words = new Int32Array(bytes.buffer)

const space = 0x20

const utf8 = new TextEncoder()

/**
 * Whether a text has characters from space to `~` only. Says the same as `/^[ -~]*$/` in a third of the time for 6 kB, because
 * it looks at four bytes at once.
 */
export function isPrintableAscii(text: string): boolean {
  const { length } = text
  if (length > roomLength) return !/[^ -~]/.test(text)
  // In UTF-8 all bytes of other characters are 0x80 or more.
  if (utf8.encodeInto(text, bytes).written !== length) return false
  const wordCount = Math.ceil(length / 4)
  bytes.fill(space, length, wordCount * 4)
  let found = 0
  for (let index = 0; index < wordCount; index++) {
    const word = words[index] as number
    // The highest bit of a byte gets set from 0x80 on by itself, below 0x20 by taking 0x20 away, and at 0x7f by adding 1. What
    // one byte then borrows from the next one or carries into it changes nothing: it was found itself.
    found |= word | (word - 0x20202020) | (word + 0x01010101)
  }
  return (found & 0x80808080) === 0
}
