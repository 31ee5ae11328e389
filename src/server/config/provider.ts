/** `provider.*` and `requestedResources` of the values. */
import type { ValuesProblem } from "../../core/contract/problem.ts"
import type { Values } from "../../core/contract/values.ts"
import { isLoopback } from "../../core/policy/hosts.ts"
import type { Result } from "../../core/result.ts"
import { problem } from "./problem.ts"

export interface ProviderSettings {
  readonly url: URL
  readonly tenantId: string | undefined
  readonly scopes: readonly string[]
  readonly resources: readonly string[]
  readonly validIssuer: string | undefined
  readonly validAudience: string | undefined
  readonly claimsFrom: "id-token" | "access-token"
  readonly useUserInfo: boolean
  /** Share of the access token's lifetime after which a session is renewed. */
  readonly renewalThreshold: number
}

/** Source: the existing middleware's defaults; `email` and `profile` carry the guide's two headers. */
const defaultScopes = ["openid", "profile", "email"]
const defaultThreshold = 0.75

const tenantInPath = /^\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/v2\.0\/?$/i

/** `tenantId`: the platform's own, for values that name neither a tenant nor an address. */
export function compileProvider(
  { provider = {}, requestedResources = [] }: Values,
  tenantId?: string,
): Result<ProviderSettings, ValuesProblem> {
  const address = provider.url || entraAddress(provider.tenantId || tenantId)
  const url = address === undefined ? undefined : parseAddress(address)
  const threshold = Number(provider.tokenRenewalThreshold || defaultThreshold)
  const scopes = provider.scopes && provider.scopes.length > 0 ? provider.scopes : defaultScopes
  const at = (key: string) => ["provider", key]
  const problems: ValuesProblem[] = []
  if (address === undefined)
    problems.push(problem(at("tenantId"), "is missing", "the directory (tenant) id, or provider.url"))
  else if (url === undefined) problems.push(problem(at("url"), "is no address", "https://host/path"))
  else if (url.protocol === "http:" && !isLoopback(url.host))
    problems.push(problem(at("url"), "is plain http, which sends the client secret unencrypted", "https"))
  if (!(threshold >= 0.5 && threshold <= 1))
    problems.push(problem(at("tokenRenewalThreshold"), "is out of range", "0.5 to 1"))
  if (!scopes.flatMap((scope) => scope.split(" ")).includes("openid"))
    problems.push(problem(at("scopes"), "lacks openid, so no ID token would come back", "openid"))
  if (provider.tokenValidation === "Introspection")
    problems.push(
      problem(
        at("tokenValidation"),
        "is Introspection, which Entra does not offer",
        "IdToken or AccessToken",
      ),
    )
  if (isOff(provider.validateIssuer))
    problems.push(
      problem(
        at("validateIssuer"),
        "is off, so an account of any tenant would be let in",
        "true, with provider.validIssuer where the issuer differs",
      ),
    )
  if (isOff(provider.validateAudience))
    problems.push(
      problem(at("validateAudience"), "is off, so a token for any other app would be let in", "true"),
    )
  if (isOn(provider.insecureSkipVerify))
    problems.push(
      problem(
        at("insecureSkipVerify"),
        "is on, so anyone on the way could read the client secret",
        "false, and NODE_EXTRA_CA_CERTS for a private certificate authority",
      ),
    )
  if (problems.length > 0 || url === undefined) return { ok: false, problems }
  return {
    ok: true,
    value: {
      url,
      tenantId: tenantInPath.exec(url.pathname)?.[1]?.toLowerCase(),
      scopes,
      resources: requestedResources,
      validIssuer: provider.validIssuer || undefined,
      validAudience: provider.validAudience || undefined,
      claimsFrom: provider.tokenValidation === "AccessToken" ? "access-token" : "id-token",
      useUserInfo: isOn(provider.useClaimsFromUserInfo),
      renewalThreshold: threshold,
    },
  }
}

/** Source: Entra, "OpenID Connect on the Microsoft identity platform". */
const entraAddress = (tenantId: string | undefined): string | undefined =>
  tenantId ? `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/v2.0` : undefined

/** A missing scheme means https, as the existing middleware reads it. */
function parseAddress(text: string): URL | undefined {
  const address = text.includes("://") ? text : `https://${text}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  const isPlain = url.username === "" && url.password === "" && url.search === "" && url.hash === ""
  return /^https?:$/.test(url.protocol) && isPlain ? url : undefined
}

/** Flags are booleans or one of the strings that Go reads as such. */
const isOn = (flag: boolean | string | undefined): boolean => flag === true || flag === "true" || flag === "1"
const isOff = (flag: boolean | string | undefined): boolean =>
  flag === false || flag === "false" || flag === "0"
