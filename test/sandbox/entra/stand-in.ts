import { type Answer, type Browser, createBrowser } from "../../../src/sandbox/browser.ts"
import type { EntraOptions } from "../../../src/sandbox/entra/start-entra.ts"
import { startEntra } from "../../../src/sandbox/entra/start-entra.ts"
import { makeSampleUsers } from "../../../src/sandbox/users.ts"

export const tenantId = "11111111-2222-4333-8444-555555555555"
export const callback = "http://app.example.localhost/oauth2/callback"
export const home = "http://app.example.localhost/"
export const clientId = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
/** Made at run time, with characters that only survive correct form encoding. */
export const clientSecret = `~+%&= ø${Math.random().toString(36).slice(2)}`

/** One app, the four sample users, and the calls that a relying party would make. */
export async function startStandIn(options: Partial<EntraOptions> = {}) {
  const entra = await startEntra({
    tenant: { id: tenantId, domain: "example.onmicrosoft.com" },
    apps: [{ clientId, displayName: "My App", secret: clientSecret, redirectUris: [callback, home] }],
    users: makeSampleUsers([{ name: "groups", values: ["myapp-admin"] }]),
    ...options,
  })
  const endpoint = (name: string) => `${entra.url}/${tenantId}/oauth2/v2.0/${name}`
  return {
    entra,
    endpoint,
    authorizeUrl: (parameters: Readonly<Record<string, string>> = {}) =>
      `${endpoint("authorize")}?${new URLSearchParams({
        client_id: clientId,
        redirect_uri: callback,
        response_type: "code",
        scope: "openid profile email",
        state: "some state",
        nonce: "some nonce",
        ...parameters,
      })}`,
    token: (parameters: Readonly<Record<string, string>>) =>
      createBrowser().fetch(endpoint("token"), {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: Buffer.from(
          new URLSearchParams({
            client_id: clientId,
            client_secret: clientSecret,
            redirect_uri: callback,
            ...parameters,
          }).toString(),
        ),
      }),
  }
}

export type StandIn = Awaited<ReturnType<typeof startStandIn>>

/** Logs in and stops at the redirect to the app, which is not there: its address is the result. */
export async function logIn(
  { authorizeUrl }: StandIn,
  user: string,
  parameters: Readonly<Record<string, string>> = {},
  browser: Browser = createBrowser(),
): Promise<URL> {
  const picker = await browser.open(authorizeUrl(parameters))
  return leave(browser, picker, "user", user)
}

/** Presses a button and follows redirects until one leads away from the stand-in. */
export async function leave(browser: Browser, page: Answer, name: string, value: string): Promise<URL> {
  let answer = await browser.fetch(page.url.href, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: Buffer.from(new URLSearchParams({ [name]: value }).toString()),
  })
  for (let hops = 0; hops < 5; hops += 1) {
    const next = new URL(answer.headers.location ?? "", page.url)
    if (next.host !== page.url.host) return next
    answer = await browser.fetch(next.href)
  }
  throw new Error(`Never left the stand-in; last at ${answer.url.href}`)
}

/** The whole login as a relying party sees it: the token endpoint's answer. */
export async function tokensFor(
  standIn: StandIn,
  user: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const code = (await logIn(standIn, user, parameters)).searchParams.get("code") ?? ""
  const answer = await standIn.token({ grant_type: "authorization_code", code })
  return JSON.parse(answer.body)
}
