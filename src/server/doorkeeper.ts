/**
 * Remembers in a fixed few kilobytes what came by lately, so that a cache takes in only what comes a second time. What comes
 * once then costs it nothing: no room, and no work for the garbage collector, to which an entry is old by the time it goes.
 *
 * Source: Einziger, Friedman and Manes, "TinyLFU: A Highly Efficient Cache Admission Policy" (2017), section 3.4.2.
 */
export interface Doorkeeper {
  /** Whether `key` came by before; what came by in between may have made it forget. */
  readonly knows: (key: string) => boolean
}

/** `places`: how many keys it remembers at most. */
export function createDoorkeeper(places: number): Doorkeeper {
  const seen = new Uint32Array(places)
  return {
    knows: (key) => {
      const hash = hashOf(key)
      const place = hash % places
      if (seen[place] === hash) return true
      seen[place] = hash
      return false
    },
  }
}

/** 32 bits, by FNV-1a (Fowler, Noll and Vo). */
function hashOf(key: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
