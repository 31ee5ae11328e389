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

/** The two hexadecimal digits of each byte as characters, the first one in the upper half. */
const digitPairs = Uint16Array.from({ length: 0x100 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, "0")).readUInt16BE(),
)

/** Characters from one GUID of a list to the next: 36 of its own and a dash, which is not read. */
const stride = 37
const textLength = 36

/** Room to write in, which grows to the longest list there was: new room for each list would cost as much as reading it. */
function makeRoom(count: number) {
  const text = Buffer.alloc(count * stride, "-")
  return { count, text, view: new DataView(text.buffer, text.byteOffset, text.length) }
}

let room = makeRoom(0)

/**
 * The GUIDs as pieces of one text, in which the dashes stand already and four digits at a time are written between them. To put
 * each GUID together from pieces takes three times as long.
 */
function readGuids(bytes: Buffer): readonly string[] {
  const count = bytes.length / guidBytes
  if (room.count < count) room = makeRoom(count)
  const { text, view } = room
  const four = (at: number): number =>
    ((digitPairs[bytes[at] as number] as number) << 16) | (digitPairs[bytes[at + 1] as number] as number)
  for (let index = 0; index < count; index++) {
    const from = index * guidBytes
    const at = index * stride
    view.setInt32(at, four(from))
    view.setInt32(at + 4, four(from + 2))
    view.setInt32(at + 9, four(from + 4))
    view.setInt32(at + 14, four(from + 6))
    view.setInt32(at + 19, four(from + 8))
    view.setInt32(at + 24, four(from + 10))
    view.setInt32(at + 28, four(from + 12))
    view.setInt32(at + 32, four(from + 14))
  }
  const all = text.toString("latin1", 0, count * stride)
  const guids = new Array<string>(count)
  for (let index = 0; index < count; index++)
    guids[index] = all.slice(index * stride, index * stride + textLength)
  return guids
}
