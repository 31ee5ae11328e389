/**
 * Heads of admissions as text. Node checks every character of every header of each answer and puts them together anew; but a
 * session's headers are the same with each of its requests, so here that is done once for each session.
 */
import { validateHeaderName, validateHeaderValue } from "node:http"
import type { FlatHeaders } from "./reply.ts"

const heads = new WeakMap<FlatHeaders, string>()

/**
 * `headers` are the same array again for the same session; `more` are of this answer only. The status is 200, and the connection
 * stays. Without the time of day: the ingress keeps nothing of an admission, and hands none of it on but what it lists.
 *
 * @throws TypeError of Node, `ERR_INVALID_CHAR` or `ERR_INVALID_HTTP_TOKEN`
 */
export function prepareHead(headers: FlatHeaders, more: FlatHeaders): string {
  let head = heads.get(headers)
  if (head === undefined) {
    head = `HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n${linesOf(headers)}\r\n`
    heads.set(headers, head)
  }
  return more.length === 0 ? head : `${head.slice(0, -2)}${linesOf(more)}\r\n`
}

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
