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

/** Where each four of a GUID's hexadecimal digits stand in its text, of 36 characters and a comma. */
const quads = [0, 4, 9, 14, 19, 24, 28, 32] as const
const textLength = 37

/** Room to write in, which grows to the longest list there was: new room for each list would cost as much as reading it. */
function makeRoom(count: number) {
  const digits = Buffer.alloc(count * 2 * guidBytes)
  const text = Buffer.alloc(count * textLength)
  return {
    count,
    digits,
    text,
    from: new DataView(digits.buffer, digits.byteOffset),
    to: new DataView(text.buffer, text.byteOffset),
  }
}

let room = makeRoom(0)

/** Four digits at a time into one text: putting each GUID together from pieces takes three times as long. */
function readGuids(bytes: Buffer): readonly string[] {
  const count = bytes.length / guidBytes
  if (room.count < count) room = makeRoom(count)
  const { digits, text, from, to } = room
  digits.write(bytes.toString("hex"), "latin1")
  for (let index = 0, at = 0; index < count; index++, at += textLength) {
    for (let quad = 0; quad < quads.length; quad++)
      to.setUint32(at + (quads[quad] as number), from.getUint32(2 * guidBytes * index + 4 * quad))
    text[at + 8] = text[at + 13] = text[at + 18] = text[at + 23] = dash
    text[at + textLength - 1] = comma
  }
  return text.toString("latin1", 0, count * textLength - 1).split(",")
}
