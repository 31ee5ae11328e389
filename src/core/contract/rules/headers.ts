/** Names of the headers that carry identity or tokens. Source: RFC 9110, sections 5.1, 7.2 and 7.6.1. */
import { defaultHeaders, defaultIdentityTokenHeader } from "../headers.ts"
import type { KeyPath, ValuesProblem } from "../problem.ts"
import { isToken } from "../text-kinds.ts"
import { error, type ValuesRule, warning, when } from "./rule.ts"

export const checkHeaders: ValuesRule = ({ headers, authorizationHeader, forwardAuth }) => {
  const token = forwardAuth?.identityToken
  return [
    ...(headers ?? []).flatMap(({ name, value }, index) => [
      ...checkName(["headers", index, "name"], name),
      ...when(
        /[\r\n]/.test(value),
        warning(["headers", index, "value"], "has a line break, which no header may have", "one line"),
      ),
    ]),
    ...when(
      headers?.length === 0,
      warning(["headers"], "is empty, so the app is not told who the user is", "a header"),
    ),
    ...checkRepeats((headers ?? []).map(({ name }) => name)),
    ...(authorizationHeader?.name
      ? checkName(["authorizationHeader", "name"], authorizationHeader.name)
      : []),
    ...(token?.header === undefined
      ? []
      : checkName(["forwardAuth", "identityToken", "header"], token.header)),
    ...when(
      token?.enabled && sameHeader(headers ?? defaultHeaders, token.header ?? defaultIdentityTokenHeader),
      error(["forwardAuth", "identityToken", "header"], "is one of headers too", "a header of its own"),
    ),
  ]
}

/** Hop-by-hop headers, and those that say to the ingress and the app where a request came from. */
const owned =
  /^(?:connection|keep-alive|proxy-.*|te|trailers?|transfer-encoding|upgrade|host|content-length|cookie|set-cookie|location|forwarded|x-real-ip|x-forwarded-(?:for|host|method|port|prefix|proto|server|uri|tls-client-cert|tls-client-cert-info))$/i

function checkName(path: KeyPath, name: string): readonly ValuesProblem[] {
  if (!isToken(name)) return [error(path, "is not the name of a header", "letters, digits and -")]
  if (owned.test(name)) return [error(path, `is ${name}, which belongs to the ingress`, "a name of your own")]
  return when(
    !/^[A-Za-z0-9-]+$/.test(name),
    warning(path, "has a character that some servers read as -", "letters, digits and -"),
  )
}

function checkRepeats(names: readonly string[]): readonly ValuesProblem[] {
  const lower = names.map((name) => name.toLowerCase())
  return names.flatMap((name, index) =>
    when(
      lower.indexOf(name.toLowerCase()) < index,
      error(["headers", index, "name"], `repeats ${name}`, "each header once, whatever its case"),
    ),
  )
}

const sameHeader = (headers: readonly { readonly name: string }[], other: string): boolean =>
  headers.some(({ name }) => name.toLowerCase() === other.toLowerCase())
