/** Which directory of Entra an organisation has. Source: Microsoft identity platform, "OpenID Connect", "Find your app's OpenID configuration". */
import { isUuid } from "../contract/text-kinds.ts"

export const entraHost = "login.microsoftonline.com"

/** The metadata of a tenant, by its directory id or by one of its verified domains: whoever asks needs no account. */
export const metadataAddress = (tenant: string): string =>
  `https://${entraHost}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`

/** The directory id in an address at Entra's login host, such as an issuer. */
export function tenantOfAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, host, pathname } = new URL(address)
  const [, tenant = ""] = pathname.split("/")
  return protocol === "https:" && host === entraHost && isUuid(tenant) ? tenant.toLowerCase() : undefined
}

/** The issuer names the directory id, also where the metadata was asked for by domain. */
export const tenantOfMetadata = (body: string): string | undefined =>
  tenantOfAddress(/"issuer"\s*:\s*"([^"\\]+)"/.exec(body)?.[1] ?? "")
