/**
 * The same values, on loopback: every mention of the app's hosts becomes a name that a browser resolves to this machine,
 * and the provider becomes the stand-in. Everything else is left as it is, so that a preview shows what it would do.
 */
import { callbackPath } from "../../core/contract/names.ts"
import type { ClaimAssertion, Values } from "../../core/contract/values.ts"
import { servedHosts } from "../../core/policy/hosts.ts"

export interface MovedValues {
  readonly values: Values
  /** What the ingress routes, without ports: one per host of the app, and 127.0.0.1. */
  readonly hosts: readonly string[]
  /** Where a browser starts. */
  readonly url: string
  /** The same for programs that cannot resolve `*.localhost`. */
  readonly plainUrl: string
  /** What a ticket would ask to register: one callback per host, and where a logout ends. */
  readonly redirectUris: readonly string[]
}

/** `port`: the one that the browser opens. */
export function moveToLoopback(values: Values, port: number): MovedValues {
  const authority = (name: string) => (port === 80 ? name : `${name}:${port}`)
  const real = [...servedHosts(values.domain, values.forwardAuth?.hosts)]
  const names = new Map(real.map((host) => [host, loopbackName(host)]))
  const mapped = mapTexts(values, (text) => replaceHosts(text, names, authority)) as Values
  const hosts = [...names.values(), "127.0.0.1"]
  const { Domain: _domain, ...sessionCookie } = values.sessionCookie ?? {}
  const origin = `http://${authority(loopbackName(values.domain.toLowerCase()))}`
  const callback = new URL(mapped.callbackUri ?? callbackPath, origin).pathname
  return {
    hosts,
    url: `${origin}/`,
    plainUrl: `http://${authority("127.0.0.1")}/`,
    redirectUris: [
      ...hosts.map((host) => `http://${authority(host)}${callback}`),
      new URL(mapped.postLogoutRedirectUri || "/login", origin).href,
    ],
    values: {
      ...mapped,
      domain: new URL(origin).host,
      // Plain http: a browser may refuse to keep a `Secure` cookie, and one for a parent domain it always refuses.
      sessionCookie: { ...sessionCookie, Secure: false, ...laxFor(sessionCookie.SameSite) },
      forwardAuth: { ...mapped.forwardAuth, hosts: hosts.map(authority) },
    },
  }
}

/** The values with another provider, and nothing left that would hold its tokens to the old one. */
export function withProvider(values: Values, issuer: string): Values {
  const { tenantId: _tenantId, validIssuer: _validIssuer, ...provider } = values.provider ?? {}
  return { ...values, provider: { ...provider, url: issuer } }
}

/** Source: RFC 6761, section 6.3: all of `.localhost` is this machine. */
const loopbackName = (host: string): string => (host.endsWith(".localhost") ? host : `${host}.localhost`)

/** `none` needs `Secure`. Source: RFC 6265bis, section 5.7. */
const laxFor = (sameSite: string | undefined) => (sameSite === "none" ? { SameSite: "lax" as const } : {})

function replaceHosts(
  text: string,
  names: ReadonlyMap<string, string>,
  authority: (name: string) => string,
): string {
  return text.replace(
    /(https?:\/\/)?(?<![\w.-])([\w-]+(?:\.[\w-]+)+)(?::\d+)?(?![\w.-])/gi,
    (match, scheme, host) => {
      const name = names.get(String(host).toLowerCase())
      return name === undefined ? match : `${scheme ? "http://" : ""}${authority(name)}`
    },
  )
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]))
}

/** What the samples among the users must carry to be let in. */
export const wantedClaims = (assertions: readonly ClaimAssertion[] = []) =>
  assertions.map(({ name, anyOf = [], allOf = [] }) => ({
    name,
    values: [...new Set([...allOf, ...anyOf.slice(0, 1)])],
  }))

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

/** The tenant that the values name, so that a claim rule on `tid` holds in a preview too. */
export const tenantOf = ({ provider }: Values): string | undefined =>
  [provider?.tenantId, provider?.url].map((text) => guid.exec(text ?? "")?.[0].toLowerCase()).find(Boolean)
