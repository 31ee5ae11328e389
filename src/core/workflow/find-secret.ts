/** Whether a secret can be read in a text, in any of the spellings that programs give it. */

export interface SecretSighting {
  readonly file: string
  /** Counts from 1. */
  readonly line: number
  readonly spelling: SecretSpelling
}

export type SecretSpelling = "literal" | "url" | "json" | "shell" | "base64" | "hex"

export interface LogFile {
  readonly name: string
  readonly text: string
}

/**
 * Every line in which the secret stands. What is returned never holds the secret or a part of it.
 *
 * GitHub masks a value only as it was registered. Source: GitHub docs, "Secure use reference", "Never use structured data as
 * a secret".
 */
export function findSecret(files: readonly LogFile[], secret: string): readonly SecretSighting[] {
  if (secret === "") return []
  const spellings = spell(secret)
  return files.flatMap(({ name, text }) => {
    // Most files hold nothing, and a whole-text search is much cheaper than one per line.
    const present = spellings.filter(({ text: spelt }) => text.includes(spelt))
    if (present.length === 0) return []
    return text.split("\n").flatMap((line, index) => {
      const found = present.find(({ text: spelt }) => line.includes(spelt))
      return found ? [{ file: name, line: index + 1, spelling: found.spelling }] : []
    })
  })
}

interface Spelt {
  readonly spelling: SecretSpelling
  readonly text: string
}

function spell(secret: string): readonly Spelt[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const all: readonly Spelt[] = [
    { spelling: "literal", text: secret },
    { spelling: "url", text: encodeURIComponent(secret) },
    {
      spelling: "url",
      text: encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    },
    { spelling: "url", text: new URLSearchParams({ "": secret }).toString().slice(1) },
    { spelling: "json", text: json },
    { spelling: "json", text: JSON.stringify(json).slice(1, -1) },
    { spelling: "shell", text: secret.replaceAll("'", `'\\''`) },
    ...spellBase64(secret).map((text) => ({ spelling: "base64", text }) as const),
    { spelling: "hex", text: Buffer.from(secret).toString("hex") },
    { spelling: "hex", text: Buffer.from(secret).toString("hex").toUpperCase() },
  ]
  return all.filter(({ text }, index) => all.findIndex((other) => other.text === text) === index)
}

/** Fewer characters than this could stand in a log by chance. */
const shortestBase64 = 8

/**
 * Base64 of a longer text that contains the secret looks different for each of three alignments. Four characters hold three
 * bytes, so the characters shared with a neighbouring byte are left out at both ends.
 */
function spellBase64(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64")
    const start = before === 0 ? 0 : before + 1
    const whole = Math.floor(((before + bytes.length) * 8) / 6)
    const text = encoded.slice(start, whole)
    const url = text.replaceAll("+", "-").replaceAll("/", "_")
    return text.length < shortestBase64 ? [] : [...new Set([text, url])]
  })
}
