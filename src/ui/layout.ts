/** How the rows of a window are shared out. Pure. */

export interface Wanted {
  /** Rows of the window. */
  readonly rows: number
  /** Rows of all that neither scrolls nor is a list. */
  readonly fixed: number
  /** Rows of the text that scrolls. */
  readonly body: number
  /** Entries of the list. */
  readonly list: number
  /** True where the list says in any case which part of it is shown; that row is among the fixed ones. */
  readonly hasPosition?: boolean
}

export interface Shares {
  readonly body: number
  readonly list: number
}

/** A list that shows fewer cannot be looked through. */
const leastList = 3
/** A longer one is a wall. */
const mostList = 10
/** Below this a text cannot be read. */
const leastBody = 3

/**
 * Rows for the text and for the list, so that a frame ends a row before its window. Each takes one more row to say which part is
 * shown where not all of it is.
 */
export function shareRows(wanted: Wanted): Shares {
  const positionOfList = wanted.hasPosition ? 0 : 1
  const listFits = ({ list }: Shares) => positionOfList === 0 || list >= wanted.list
  const bodyFits = ({ body }: Shares) => body >= wanted.body
  const both = share(wanted, 0)
  if (bodyFits(both) && listFits(both)) return both
  const cutBody = share(wanted, 1)
  if (listFits(cutBody)) return cutBody
  const cutList = share(wanted, positionOfList)
  return bodyFits(cutList) ? cutList : share(wanted, 1 + positionOfList)
}

function share({ rows, fixed, body, list }: Wanted, positions: number): Shares {
  const room = Math.max(0, rows - 1 - fixed - positions)
  const least = Math.min(list, leastList, room)
  const readable = Math.min(body, leastBody, room - least)
  const entries = least + Math.min(Math.max(0, Math.min(list, mostList) - least), room - least - readable)
  return { list: entries, body: Math.min(body, room - entries) }
}
