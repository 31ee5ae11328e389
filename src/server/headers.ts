/** Headers of a request, read only where somebody asks for one. */
import { IncomingMessage } from "node:http"

/**
 * The value of a header by its lower-case name, whatever the sender's spelling. Of one that comes several times, all values in
 * order: the app may read any of them, so none may go unseen here.
 *
 * `raw`: names and values in turn. Source: RFC 9110, section 5.3; of cookies RFC 9113, section 8.2.3.
 */
export function headerOf(raw: readonly string[], name: string): string | undefined {
  let joined: string | undefined
  const { length } = name
  const last = name.charCodeAt(length - 1)
  for (let index = 0; index < raw.length; index += 2) {
    const other = raw[index] as string
    // Nearly all names differ by their length or their last letter, in capitals or not, and need not be spelt anew.
    if (other.length !== length || (other.charCodeAt(length - 1) | 0x20) !== (last | 0x20)) continue
    if (other.toLowerCase() !== name) continue
    const value = raw[index + 1] as string
    joined = joined === undefined ? value : `${joined}${name === "cookie" ? "; " : ", "}${value}`
  }
  return joined
}

/**
 * The values of other headers that a CGI or WSGI app would take for this one, since it reads all but letters and digits as `_`.
 *
 * `name`: in lower case. Source: CVE-2026-54763, CVE-2026-88011.
 */
export function aliasesOf(raw: readonly string[], name: string): readonly string[] {
  const wanted = underscored(name)
  if (!wanted.includes("_")) return []
  const values: string[] = []
  for (let index = 0; index < raw.length; index += 2) {
    const other = raw[index] as string
    if (other.length !== name.length) continue
    const lowerCase = other.toLowerCase()
    if (lowerCase !== name && underscored(lowerCase) === wanted) values.push(raw[index + 1] as string)
  }
  return values
}

const underscored = (name: string): string => name.replace(/[^a-z0-9]/g, "_")

/** What Node's own server looks at: whether there is a host and a body, and whether an answer is expected before it. */
const nodesOwn = ["host", "expect", "content-length", "transfer-encoding", "te"] as const

/**
 * A request without the object of all its headers. Node builds that before it calls a handler, because it looks at a few of
 * them itself, and for what Traefik sends it costs as much as our whole decision. `headers` has those few only; ask `headerOf`
 * for any other.
 */
export class LeanMessage extends IncomingMessage {
  #few: NodeJS.Dict<string> | undefined

  few(): NodeJS.Dict<string> {
    if (this.#few === undefined) {
      this.#few = {}
      for (const name of nodesOwn) {
        const value = headerOf(this.rawHeaders, name)
        if (value !== undefined) this.#few[name] = value
      }
    }
    return this.#few
  }
}

// TypeScript takes `headers` of the base class for a property, which no accessor may override.
Object.defineProperty(LeanMessage.prototype, "headers", { get: LeanMessage.prototype.few })
