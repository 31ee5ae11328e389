/**
 * A signed statement for the app of who is asking (`forwardAuth.identityToken`), so that it need not trust the network
 * between the ingress and itself. Signing costs more than everything else on the way, so each session's token is kept
 * until half of its life is over.
 */
import { sign } from "node:crypto"
import type { Tools } from "../app.ts"
import type { AppConfig } from "../config/app-config.ts"
import { headerName, headerValue, type PreparedHead, prepareHead } from "../prepared-head.ts"
import type { VerifiedSession } from "../sessions.ts"

export interface IdentityTokens {
  /** The session's headers, and the token's where it is wanted. */
  readonly head: (verified: VerifiedSession) => PreparedHead
}

/** What the session keeps for us rather than for the app. */
const notForTheApp: ReadonlySet<string> = new Set(["login_hint", "_claim_names", "hasgroups"])

export function createIdentityTokens(
  { identityToken, addresses }: AppConfig,
  tools: Pick<Tools, "now">,
): IdentityTokens {
  if (identityToken === undefined) return { head: ({ head }) => head }
  const { lifetime, keys } = identityToken
  const name = headerName(identityToken.headerName)
  const [{ privateKey, publicJwk }] = keys
  const jwsHeader = encode({ alg: "ES256", typ: "JWT", kid: publicJwk.kid })
  const kept = new WeakMap<VerifiedSession, { readonly head: PreparedHead; readonly until: number }>()

  /** Source: RFC 7519, section 4.1; RFC 7515, section 3.1. */
  const issue = ({ session }: VerifiedSession, now: number): string => {
    const claims = Object.fromEntries(
      Object.entries(session.claims).filter(([name]) => !notForTheApp.has(name)),
    )
    const body = encode({
      ...claims,
      iss: addresses.identityIssuer,
      aud: addresses.identityIssuer,
      iat: now,
      exp: Math.min(now + lifetime, session.expiresAt),
    })
    const signature = sign("sha256", Buffer.from(`${jwsHeader}.${body}`), {
      key: privateKey,
      dsaEncoding: "ieee-p1363",
    })
    return `${jwsHeader}.${body}.${signature.toString("base64url")}`
  }

  return {
    head: (verified) => {
      const now = Math.floor(tools.now() / 1000)
      const known = kept.get(verified)
      if (known !== undefined && now < known.until) return known.head
      const head = prepareHead([...verified.head.headers, [name, headerValue(issue(verified, now))]])
      kept.set(verified, { head, until: now + lifetime / 2 })
      return head
    },
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url")
