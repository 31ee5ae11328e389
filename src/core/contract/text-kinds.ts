/** Kinds of text that several keys share, and what is wrong with a text that is not of its kind. */

/** Ordered: the first that matches is what the user most likely did. */
const hostObjections: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^$/, "is empty"],
  [/^[a-z][a-z0-9+.-]*:\/\//i, "has a scheme"],
  [/\s/, "has a space"],
  [/[<>{}$]/, "is a placeholder"],
  [/[/\\?#]/, "has a slash or a path"],
  [/\*/, "is a wildcard"],
  [/:/, "has a port"],
  [/[A-Z]/, "has capital letters"],
  [/[^\x21-\x7e]/, "has letters outside ASCII"],
  [/^\.|\.$|\.\./, "has a dot too many"],
  [/^.{254}/, "is longer than 253 characters"],
]

const hostName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

/** Why `text` is not a host name as a Kubernetes ingress takes it. Source: RFC 1123, section 2.1. */
export function hostObjection(text: string): string | undefined {
  const objection = hostObjections.find(([pattern]) => pattern.test(text))
  if (objection) return objection[1]
  return hostName.test(text) ? undefined : "is not a host name"
}

/** The host that was meant by a URL or by a host in capitals. */
export function bareHost(text: string): string | undefined {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(/[/?#:].*$/s, "")
    .replace(/^\.+|\.+$/g, "")
  return hostObjection(host) === undefined ? host : undefined
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** A tenant by its id or by one of its verified domains. Source: Entra, "OpenID Connect on the identity platform". */
export const isTenant = (text: string): boolean =>
  isUuid(text) || (text.includes(".") && hostObjection(text.toLowerCase()) === undefined)

/** The name of a header or a cookie. Source: RFC 9110, section 5.6.2; RFC 6265, section 4.1.1. */
export const isToken = (text: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text)

/** The name of a Kubernetes object that is also a label. Source: RFC 1123 label names. */
export const isObjectName = (text: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text)

/** Source: Go's `time.ParseDuration`, which the External Secrets Operator reads durations with. */
export const isGoDuration = (text: string): boolean =>
  /^(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.test(text)
