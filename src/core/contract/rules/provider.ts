/** `provider` and `requestedResources`, mostly what Entra cannot do. Source: Microsoft identity platform; AADSTS901002. */

import { entraHost } from "../../entra/tenant.ts"
import { isLoopback } from "../../policy/hosts.ts"
import type { Runtime } from "../chart-version.ts"
import type { ValuesProblem } from "../problem.ts"
import { isTenant } from "../text-kinds.ts"
import type { ProviderValues } from "../values.ts"
import { error, unsafe, type ValuesRule, warning, when } from "./rule.ts"

export const checkProvider: ValuesRule = ({ provider = {}, requestedResources = [] }, runtime) => {
  const url = provider.url ? parseAddress(provider.url) : undefined
  const isEntra = !provider.url || url?.hostname === entraHost
  return [
    ...checkTenant(provider),
    ...(provider.url ? checkAddress(provider, url) : []),
    ...checkTokens(provider, isEntra, runtime),
    ...checkScopes(provider.scopes ?? []),
    ...checkThreshold(provider.tokenRenewalThreshold),
    ...checkFlags(provider, runtime),
    ...when(
      isEntra && requestedResources.length > 0,
      warning(
        ["requestedResources"],
        "is not empty, which Entra's v2.0 endpoint answers with AADSTS901002",
        "none",
      ),
    ),
  ]
}

/** They publish an issuer with a placeholder, which no token's `iss` ever equals. */
const isShared = (tenant: string): boolean => /^(?:common|organizations|consumers)$/i.test(tenant)

const checksIssuer = ({ validateIssuer, validIssuer }: ProviderValues): boolean =>
  !validIssuer && validateIssuer !== false && !/^(?:false|0)$/.test(String(validateIssuer))

function checkTenant(provider: ProviderValues): readonly ValuesProblem[] {
  const { tenantId, url } = provider
  const path = ["provider", "tenantId"]
  if (!tenantId) return []
  if (url && !url.toLowerCase().includes(tenantId.toLowerCase()))
    return [warning(path, "is not used beside provider.url", "one of the two")]
  if (isShared(tenantId))
    return when(
      checksIssuer(provider),
      error(path, `is ${tenantId}, whose issuer no token has`, "a directory id"),
    )
  return when(!isTenant(tenantId), error(path, "is not a directory id", "a UUID, or a domain of the tenant"))
}

function checkAddress(provider: ProviderValues, url: URL | undefined): readonly ValuesProblem[] {
  const path = ["provider", "url"]
  const example = `https://${entraHost}/<tenantId>/v2.0`
  if (url === undefined) return [error(path, "is not an address", `one such as ${example}`)]
  const [tenant = "", version] = url.pathname.split("/").filter(Boolean)
  const isEntra = url.hostname === entraHost
  return [
    ...when(
      url.protocol === "http:" && !isLoopback(url.host),
      error(path, "is plain http, which sends the client secret unencrypted", "https"),
    ),
    ...when(url.search !== "" || url.hash !== "", error(path, "has a query", "the address up to its path")),
    ...when(
      url.username !== "" || url.password !== "",
      error(path, "has a user name", "the address without it"),
    ),
    ...when(
      url.pathname.includes("/.well-known/"),
      error(path, "is that of the metadata document", "the part before /.well-known"),
    ),
    ...when(
      isEntra && isShared(tenant) && checksIssuer(provider),
      error(path, `is that of ${tenant}, whose issuer no token has`, example),
    ),
    ...when(
      isEntra && version !== "v2.0",
      warning(path, "is not Entra's v2.0 address, and its older tokens differ", example),
    ),
  ]
}

function checkTokens(
  { tokenValidation, scopes = [] }: ProviderValues,
  isEntra: boolean,
  runtime: Runtime,
): readonly ValuesProblem[] {
  const path = ["provider", "tokenValidation"]
  const asksForAnApi = scopes.some((scope) => !/^(?:openid|profile|email|offline_access)?$/.test(scope))
  return [
    ...when(
      isEntra && tokenValidation === "Introspection",
      error(path, "is Introspection, which Entra does not offer", "IdToken"),
    ),
    ...when(
      !isEntra && runtime === "forward-auth" && tokenValidation === "Introspection",
      error(path, "is Introspection, which the server of 1.x does not do", "IdToken or AccessToken"),
    ),
    ...when(
      isEntra && tokenValidation === "AccessToken" && !asksForAnApi,
      warning(
        path,
        "is AccessToken, and without a scope of your own only Microsoft can verify it",
        "IdToken",
      ),
    ),
  ]
}

const checkScopes = (scopes: readonly string[]): readonly ValuesProblem[] =>
  when(
    scopes.length > 0 && !scopes.flatMap((scope) => scope.split(" ")).includes("openid"),
    error(["provider", "scopes"], "lacks openid, so no ID token would come back", "openid among them"),
  )

function checkThreshold(threshold: number | string | undefined): readonly ValuesProblem[] {
  if (threshold === undefined) return []
  const share =
    typeof threshold === "number" || /^\d*\.?\d+$/.test(threshold) ? Number(threshold) : Number.NaN
  return when(
    !(share >= 0.5 && share <= 1),
    error(["provider", "tokenRenewalThreshold"], "is out of range", "a number from 0.5 to 1.0"),
  )
}

const flags = ["validateIssuer", "validateAudience", "insecureSkipVerify", "useClaimsFromUserInfo"] as const

/** As the plugin reads them, in Go. Empty means the default. */
const isFlag = (value: boolean | string): boolean =>
  typeof value === "boolean" || /^(?:true|false|1|0|)$/.test(value)
const isOn = (value: boolean | string | undefined): boolean =>
  value === true || value === "true" || value === "1"
const isOff = (value: boolean | string | undefined): boolean =>
  value === false || value === "false" || value === "0"

function checkFlags(provider: ProviderValues, runtime: Runtime): readonly ValuesProblem[] {
  const path = (key: string) => ["provider", key]
  return [
    ...flags.flatMap((key) => {
      const value = provider[key]
      return when(
        value !== undefined && !isFlag(value),
        error(path(key), "is neither true nor false", "true or false"),
      )
    }),
    ...when(
      isOff(provider.validateIssuer),
      unsafe(runtime, path("validateIssuer"), "is off, so accounts of any tenant are let in", "true"),
    ),
    ...when(
      isOff(provider.validateAudience),
      unsafe(runtime, path("validateAudience"), "is off, so tokens for any other app are let in", "true"),
    ),
    ...when(
      isOn(provider.insecureSkipVerify),
      unsafe(
        runtime,
        path("insecureSkipVerify"),
        "is on, so anyone on the way can read the client secret",
        "false",
      ),
    ),
  ]
}

/** A missing scheme means https. */
function parseAddress(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (/\s/.test(text) || !URL.canParse(address)) return undefined
  const url = new URL(address)
  return /^https?:$/.test(url.protocol) ? url : undefined
}
