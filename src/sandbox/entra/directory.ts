import { createHash } from "node:crypto"
import type { SandboxUser } from "../users.ts"

/** What an administrator would have set up before anyone can log in. */
export interface Directory {
  readonly tenant: {
    /** The tenant's GUID, which every issuer and `tid` carries. */
    readonly id: string
    /** A verified domain: an alias of the GUID in paths. */
    readonly domain?: string
  }
  readonly apps: readonly AppRegistration[]
  readonly users: readonly SandboxUser[]
}

/** An app registration of platform type Web. */
export interface AppRegistration {
  readonly clientId: string
  readonly displayName: string
  readonly secret: string | CheckSecret
  /**
   * Compared exactly; post-logout redirects must be listed here too. Source: Microsoft, "Redirect URI (reply URL)
   * best practices and limitations"; "OpenID Connect on the Microsoft identity platform", send a sign-out request.
   */
  readonly redirectUris: readonly string[]
  /** What the ID token holds besides the basics. Default: what the guide orders, `email` and `groups`. */
  readonly optionalClaims?: readonly OptionalClaim[]
  /** Ids of the users who may log in at all; absent where "assignment required" is off. */
  readonly assignedUsers?: readonly string[]
}

export type OptionalClaim = "email" | "groups" | "login_hint" | "sid"

export type CheckSecret = (candidate: string) => "accepted" | "rejected" | "expired"

export const checkSecret = ({ secret }: AppRegistration, candidate: string) =>
  typeof secret === "function" ? secret(candidate) : secret === candidate ? "accepted" : "rejected"

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The object id of a user or group: the name itself where it is a GUID, else one that never changes for that name. */
export function objectId(name: string): string {
  if (guid.test(name)) return name.toLowerCase()
  const hex = createHash("sha256").update(`object:${name}`).digest("hex")
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-")
}

/** `sub` differs per app: another client id makes another subject. Source: Microsoft, "ID token claims reference", `sub`. */
export const pairwiseSubject = (tenantId: string, clientId: string, user: SandboxUser): string =>
  createHash("sha256")
    .update([tenantId, clientId, objectId(user.id)].join("\n"))
    .digest("base64url")
