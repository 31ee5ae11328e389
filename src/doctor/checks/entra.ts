/** The login host, asked what a browser would ask it: no secret is sent, and nobody is logged in. */
import type { Answer } from "../../adapters/http/http.ts"
import { explainAadsts, findAadstsCode } from "../../core/entra/aadsts.ts"
import { shellWord } from "../../core/text/shell-word.ts"
import { type Check, type Finding, fail, looked, nothing, unknown } from "../check.ts"
import type { Facts } from "../facts.ts"
import { loginAddress, maxSites, type Site } from "../sites.ts"

/** Where each site sends its browsers, as far as it does. */
export async function loginsAsked(
  facts: Facts,
): Promise<readonly { readonly site: Site; readonly login: URL }[]> {
  const sites = await facts.sites()
  if (sites.length > maxSites) return []
  const found = await Promise.all(
    sites.map(async (site) => ({ site, login: loginAddress(site, await site.page()) })),
  )
  return found.flatMap(({ site, login }) => (login === undefined ? [] : [{ site, login }]))
}

export const discovery: Check = {
  id: "OIDC801",
  group: "entra",
  title: "The provider publishes its metadata",
  needs: ["https", "login"],
  after: ["OIDC704"],
  hint: "Compare provider.tenantId or provider.url with the company's tenant.",
  run: async (facts) => {
    const asked = await loginsAsked(facts)
    const documents = new Set(asked.flatMap(({ login }) => metadataAddress(login) ?? []))
    if (documents.size === 0) return nothing("no host sends browsers to Entra")
    const findings = await Promise.all(
      [...documents].map(async (url) => judgeMetadata(url, await facts.ask({ url }))),
    )
    return looked(...findings.flat())
  },
}

/** Source: Microsoft identity platform, "OpenID Connect": authorize and metadata share tenant and version. */
function metadataAddress(login: URL): string | undefined {
  const tenant = /^(.*)\/oauth2\/v2\.0\/authorize$/.exec(login.pathname)?.[1]
  return tenant === undefined ? undefined : `${login.origin}${tenant}/v2.0/.well-known/openid-configuration`
}

function judgeMetadata(url: string, answer: Answer): readonly Finding[] {
  if (answer.kind === "unanswered")
    return [unknown(`${new URL(url).host} cannot be reached from here`, { found: answer.code })]
  if (answer.status === 200 && /"issuer"\s*:/.test(answer.body)) return []
  const code = findAadstsCode(answer.body)
  return [
    fail(code === undefined ? "the provider has no metadata there" : explainAadsts(code).title, {
      found: `status ${answer.status} at ${url}`,
      expected: "200 and an issuer",
      ...(code === undefined ? {} : { command: `idp-oidc explain ${code}` }),
    }),
  ]
}

export const registration: Check = {
  id: "OIDC802",
  group: "entra",
  title: "Entra knows the app and every redirect URI",
  needs: ["https", "login"],
  after: ["OIDC704"],
  hint: "The ticket to servicedesk is part of what idp-oidc explain prints.",
  run: async (facts) => {
    const asked = await loginsAsked(facts)
    if (asked.length === 0) return nothing("no host sends browsers to a login")
    const findings = await Promise.all(
      asked.map(async ({ site, login }) =>
        judgeRegistration(site, login, await facts.ask({ url: silently(login) })),
      ),
    )
    return looked(...findings.flat())
  },
}

/** Asks for no screen: without a session the provider must say so at the redirect URI. Source: OpenID Connect Core, 3.1.2.1. */
function silently(login: URL): string {
  const url = new URL(login)
  url.searchParams.set("prompt", "none")
  return url.href
}

function judgeRegistration(site: Site, login: URL, answer: Answer): readonly Finding[] {
  if (answer.kind === "unanswered")
    return [unknown(`${login.host} cannot be reached from here`, { found: answer.code })]
  const code = findAadstsCode(answer.body) ?? findAadstsCode(answer.headers.location ?? "")
  const redirect = login.searchParams.get("redirect_uri") ?? ""
  const isBack = (answer.headers.location ?? "").startsWith(redirect) && redirect !== ""
  if (isBack && (code === undefined || code === notSignedIn)) return []
  if (code === undefined)
    return [
      unknown(`${login.host} gives no clear answer for ${site.host}`, { found: `status ${answer.status}` }),
    ]
  return [
    fail(`${site.host}: ${explainAadsts(code).title}`, {
      found: `${code} for ${redirect}`,
      command: `idp-oidc explain ${code} ${shellWord(redirect)}`,
    }),
  ]
}

/** "Silent sign-in failed, no user is signed in": the app and its redirect URI are right. Source: Microsoft's list of AADSTS codes. */
const notSignedIn = "AADSTS50058"

export const entraChecks: readonly Check[] = [discovery, registration]
