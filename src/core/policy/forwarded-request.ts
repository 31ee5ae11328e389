/** The browser's request as Traefik described it: nothing of HTTP is left, and nothing in it is trusted but its place. */
export interface ForwardedRequest {
  /** As the client spelt it; methods are case-sensitive. */
  readonly method: string
  /** Lower case, with the port where it is not the scheme's own. */
  readonly host: string
  /** `https` everywhere but on loopback. */
  readonly scheme: "http" | "https"
  /** The raw request target, query included. Never parsed as a URL: `//evil` would become a host. */
  readonly uri: string
  /** Percent-decoded, or `undefined` where two parsers could read the target differently. */
  readonly path: string | undefined
  /** Without the question mark, still encoded. */
  readonly query: string
  /** The value of a header by its lower-case name. */
  readonly header: (name: string) => string | undefined
  /** The values of headers that are not that one and that a CGI or WSGI app would take for it, such as `X_User` for `x-user`. */
  readonly aliases: (name: string) => readonly string[]
  /** Whether a person is looking at a browser window, so that an answer should be a page. Only denials ask. */
  readonly wantsPage: () => boolean
  /** The same, and nothing is lost by a redirect: a form's content would be. */
  readonly isNavigation: () => boolean
}

/** The host's own address. */
export const originOf = ({ scheme, host }: Pick<ForwardedRequest, "scheme" | "host">): string =>
  `${scheme}://${host}`
