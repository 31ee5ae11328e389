/**
 * Heads of admissions as text. Node checks every character of every header of each answer and puts them together anew; but a
 * session's headers are the same with each of its requests, so here that is done once for each session.
 */
import { validateHeaderName, validateHeaderValue } from "node:http"

/** Names and values in turn, as `writeHead` takes them without building objects. */
export type FlatHeaders = readonly string[]

export interface PreparedHead {
  readonly headers: FlatHeaders
  /** The same, after a status of 200, for a connection that stays. Ends with an empty line. */
  readonly text: string
}

/**
 * Without the time of day: the ingress keeps nothing of an admission, and hands none of it on but what it lists.
 *
 * @throws TypeError of Node, `ERR_INVALID_CHAR` or `ERR_INVALID_HTTP_TOKEN`
 */
export const prepareHead = (headers: FlatHeaders): PreparedHead => ({
  headers,
  text: `HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n${linesOf(headers)}\r\n`,
})

/** Its text with more headers, of one answer; throws as `prepareHead` does. */
export const textWith = ({ text }: PreparedHead, more: FlatHeaders): string =>
  more.length === 0 ? text : `${text.slice(0, -2)}${linesOf(more)}\r\n`

function linesOf(headers: FlatHeaders): string {
  let lines = ""
  for (let index = 0; index < headers.length; index += 2) {
    const [name = "", value = ""] = [headers[index], headers[index + 1]]
    validateHeaderName(name)
    validateHeaderValue(name, value)
    lines += `${name}: ${value}\r\n`
  }
  return lines
}
