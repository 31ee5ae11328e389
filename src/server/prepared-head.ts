/**
 * Heads of admissions as text. Node checks every character of every header of each answer and puts them together anew; but a
 * session's headers are the same with each of its requests, so here that is done once for each session.
 */
import { validateHeaderName, validateHeaderValue } from "node:http"
import { toHeaderText } from "../core/template/header-text.ts"
import { isPrintableAscii } from "../core/text/printable-ascii.ts"

/** Names and values in turn, as `writeHead` takes them without building objects. */
export type FlatHeaders = readonly string[]

declare const checked: unique symbol
declare const token: unique symbol

/** What may name a header. Made by `headerName` only. */
export type HeaderName = string & { readonly [token]: true }

/** @throws TypeError of Node, `ERR_INVALID_HTTP_TOKEN`, for what is no name */
export function headerName(text: string): HeaderName {
  validateHeaderName(text)
  return text as HeaderName
}

/** A value that a header carries as it is: a byte for each character, and no control character. Made by `headerValue` only. */
export type HeaderValue = string & { readonly [checked]: true }

/**
 * A header value whose bytes are UTF-8. Node writes each character of a header as one byte, so the bytes are spelt as
 * characters.
 */
export function headerValue(text: string): HeaderValue {
  const value = isPrintableAscii(text) ? text.trim() : Buffer.from(toHeaderText(text)).toString("latin1")
  return value as HeaderValue
}

export type CheckedHeader = readonly [name: HeaderName, value: HeaderValue]

export interface PreparedHead {
  readonly headers: readonly CheckedHeader[]
  /** The same, after a status of 200, for a connection that stays. Ends with an empty line. */
  readonly text: string
}

/** Without the time of day: the ingress keeps nothing of an admission, and hands none of it on but what it lists. */
export function prepareHead(headers: readonly CheckedHeader[]): PreparedHead {
  let lines = ""
  for (const [name, value] of headers) lines += `${name}: ${value}\r\n`
  return { headers, text: `HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n${lines}\r\n` }
}

/**
 * Its text with more headers, of one answer.
 *
 * @throws TypeError of Node, `ERR_INVALID_CHAR` or `ERR_INVALID_HTTP_TOKEN`
 */
export function textWith({ text }: PreparedHead, more: FlatHeaders): string {
  if (more.length === 0) return text
  let lines = ""
  for (let index = 0; index < more.length; index += 2) {
    const [name = "", value = ""] = [more[index], more[index + 1]]
    validateHeaderName(name)
    validateHeaderValue(name, value)
    lines += `${name}: ${value}\r\n`
  }
  return `${text.slice(0, -2)}${lines}\r\n`
}
