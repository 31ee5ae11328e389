/** The groups of a user in more of them than a token can name. */
import type { CustomFetch } from "openid-client"

/** Where each Entra cloud has its Graph. The token's own `_claim_sources` is never followed: it is only data. */
const graphHosts: ReadonlySet<string> = new Set([
  "graph.microsoft.com",
  "graph.microsoft.us",
  "dod-graph.microsoft.us",
  "microsoftgraph.chinacloudapi.cn",
])

/** Pages of 999. Directories limit a user to far fewer groups. */
const maxPages = 12

/**
 * Ids of all groups, nested ones too, and the names that groups of a local directory have there, where the app may read them. Those
 * names are what Entra writes into tokens that are set up for names. Never `displayName`: whoever may make a group chooses it, and
 * could choose the name or the id of another one.
 *
 * `host`: `msgraph_host` of the provider's metadata. Source: Microsoft Graph, "List a user's memberships (transitive)"
 * and "group resource type"; Entra, "Configure group claims for applications".
 *
 * @throws Error where any page is missing: half of the groups would be a wrong answer.
 */
export async function readGroups(
  accessToken: string,
  { issuer, host, fetch }: { readonly issuer: URL; readonly host: unknown; readonly fetch: CustomFetch },
): Promise<readonly string[]> {
  const origin = graphOrigin(issuer, host)
  const groups: string[] = []
  let next = `${origin}/v1.0/me/transitiveMemberOf/microsoft.graph.group?$select=id,onPremisesSamAccountName&$top=999`
  for (let page = 0; page < maxPages; page++) {
    const response = await fetch(next, {
      method: "GET",
      headers: { authorization: `Bearer ${accessToken}`, accept: "application/json" },
      body: undefined,
      redirect: "manual",
    })
    if (response.status !== 200) throw new Error(`Microsoft Graph answered HTTP ${response.status}`)
    const { value, "@odata.nextLink": link } = (await response.json()) as GraphPage
    if (!Array.isArray(value)) throw new Error("Microsoft Graph answered without a list of groups")
    for (const { id, onPremisesSamAccountName: name } of value)
      groups.push(...[id, name].filter((text): text is string => typeof text === "string"))
    if (link === undefined) return groups
    if (new URL(link).origin !== origin) throw new Error("Microsoft Graph's next page is somewhere else")
    next = link
  }
  throw new Error(`the user is in more than ${maxPages * 999} groups`)
}

interface GraphPage {
  readonly value?: readonly { readonly id?: unknown; readonly onPremisesSamAccountName?: unknown }[]
  readonly "@odata.nextLink"?: string
}

function graphOrigin(issuer: URL, host: unknown): string {
  // A stand-in on loopback is its own Graph; a real provider is never sent anywhere but to Microsoft.
  if (issuer.protocol === "http:" && host === issuer.host) return issuer.origin
  if (typeof host === "string" && graphHosts.has(host)) return `https://${host}`
  throw new Error("the provider's metadata names no Microsoft Graph")
}
