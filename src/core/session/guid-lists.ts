/**
 * Claims without their lists of GUIDs, and those lists in 16 bytes for each GUID, where JSON takes 39. A user's groups at
 * Entra are such a list, and of a user in many groups they are nearly all that a session holds.
 */
import type { Claims } from "./session.ts"

/** Names of claims and how many GUIDs each has, in the order of the bytes. */
export type GuidCounts = Readonly<Record<string, number>>

const guidBytes = 16

/** Only the one spelling that comes back the same. */
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function takeOutGuids(claims: Claims): {
  readonly rest: Claims
  readonly counts: GuidCounts
  readonly bytes: Buffer
} {
  const lists = Object.entries(claims).filter((entry): entry is [string, string[]] => isGuidList(entry[1]))
  const names = new Set(lists.map(([name]) => name))
  return {
    rest: Object.fromEntries(Object.entries(claims).filter(([name]) => !names.has(name))),
    counts: Object.fromEntries(lists.map(([name, list]) => [name, list.length])),
    bytes: Buffer.from(lists.flatMap(([, list]) => list.map((id) => id.replaceAll("-", ""))).join(""), "hex"),
  }
}

export function putBackGuids(rest: Claims, counts: GuidCounts, bytes: Buffer): Claims {
  let end = 0
  const lists = Object.entries(counts).map(([name, count]): [string, readonly string[]] => {
    const start = end
    end += count * guidBytes
    return [name, readGuids(bytes.subarray(start, end))]
  })
  return { ...rest, ...Object.fromEntries(lists) }
}

const isGuidList = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => typeof item === "string" && guid.test(item))

const dash = 0x2d
const comma = 0x2c
const digits = Buffer.from("0123456789abcdef")

/** Character by character into one text: putting each GUID together from pieces takes three times as long. */
function readGuids(bytes: Buffer): readonly string[] {
  const text = Buffer.allocUnsafe((bytes.length / guidBytes) * 37)
  let at = 0
  for (let index = 0; index < bytes.length; index++) {
    const place = index % guidBytes
    if (place === 0 && index > 0) text[at++] = comma
    if (place === 4 || place === 6 || place === 8 || place === 10) text[at++] = dash
    const byte = bytes[index] as number
    text[at++] = digits[byte >> 4] as number
    text[at++] = digits[byte & 15] as number
  }
  return text.toString("latin1", 0, at).split(",")
}
