/**
 * What the demo asks of a protected app, as a browser would, and what must come back. Each scenario starts from a fresh
 * browser unless it logs in; what is seen is put in the words of what is expected, so that the two can be compared.
 */
import { type Answer, createBrowser } from "../browser.ts"
import type { SeenRequest } from "../echo-app.ts"
import type { SandboxUser } from "../users.ts"

export interface Scenario {
  readonly id: string
  readonly asked: string
  readonly expected: string
  readonly run: () => Promise<string>
}

export interface DemoSite {
  /** Of the app, with a slash at the end. */
  readonly url: string
  /** Of the provider. */
  readonly issuer: string
  /** Two who may enter. */
  readonly members: readonly [SandboxUser, SandboxUser]
  /** In none of the groups. */
  readonly stranger: SandboxUser
  /** In more groups than a token names. */
  readonly joiner: SandboxUser
  readonly bypassPath: string
  readonly logoutPath: string
}

const mallory = "Mallory"
const toLogin = "redirect to the login page"

export function makeScenarios(site: DemoSite): readonly Scenario[] {
  const { url, issuer, members, stranger, joiner, bypassPath, logoutPath } = site
  const at = (path: string) => new URL(path, url).href
  const logIn = async (user: SandboxUser) => {
    const browser = createBrowser()
    const picker = await browser.open(url)
    // Whatever comes after a login that never was would prove nothing.
    if (picker.url.origin !== new URL(issuer).origin) throw new Error("no login page came up")
    return { browser, landing: await browser.press(picker, "user", user.id) }
  }
  const loginScenario = (user: SandboxUser): Scenario => ({
    id: `login-${user.id}`,
    asked: `${user.name} logs in`,
    expected: identity(user),
    run: async () => {
      const { browser, landing } = await logIn(user)
      return landing.status === 200
        ? seenIdentity(await browser.fetch(url))
        : `${landing.status} after the login`
    },
  })
  const [first] = members
  return [
    {
      id: "anonymous-page",
      asked: "a browser opens the app, not logged in",
      expected: toLogin,
      run: async () => describeRedirect(await createBrowser().fetch(url, { headers: navigation }), site),
    },
    {
      id: "anonymous-fetch",
      asked: "a script calls the app, not logged in",
      expected: "401",
      run: async () => String((await createBrowser().fetch(at("/api/orders"))).status),
    },
    {
      id: "anonymous-websocket",
      asked: "a WebSocket is opened, not logged in",
      expected: "401",
      run: async () => String(await createBrowser().echo(url, "hello")),
    },
    ...members.map(loginScenario),
    {
      id: "wrong-group",
      asked: `${stranger.name} logs in, who is in none of the groups`,
      expected: "403",
      run: async () => {
        const { landing } = await logIn(stranger)
        return String(landing.status)
      },
    },
    {
      id: "too-many-groups",
      asked: `${joiner.name} logs in, who is in ${joiner.groups.length} groups`,
      expected: "403, and is told why",
      run: async () => {
        const { landing } = await logIn(joiner)
        return `${landing.status}${landing.body.includes("in more groups than") ? ", and is told why" : ""}`
      },
    },
    {
      id: "bypass",
      asked: `${bypassPath} is called, not logged in`,
      expected: "200, the app sees nobody",
      run: async () => describeAnonymous(await createBrowser().fetch(at(bypassPath))),
    },
    {
      id: "bypass-smuggling",
      asked: `${bypassPath}/..%2f../orders is called, not logged in`,
      expected: "401",
      run: async () => String((await createBrowser().fetch(`${at(bypassPath)}/..%2f../orders`)).status),
    },
    ...["X-Forwarded-User", "X_Forwarded_User"].flatMap((header): Scenario[] => [
      {
        id: `spoof-${aliasOf(header)}-bypass`,
        asked: `${bypassPath} is called with ${header}: ${mallory}`,
        expected: "200, the app sees nobody",
        run: async () =>
          describeAnonymous(await createBrowser().fetch(at(bypassPath), { headers: { [header]: mallory } })),
      },
      {
        id: `spoof-${aliasOf(header)}-session`,
        asked: `${first.name}, logged in, sends ${header}: ${mallory}`,
        expected: identity(first),
        run: async () => {
          const { browser } = await logIn(first)
          return seenIdentity(await browser.fetch(url, { headers: { [header]: mallory } }))
        },
      },
    ]),
    {
      id: "session-cookie",
      asked: "the app looks for the session cookie",
      expected: "no cookie reaches the app",
      run: async () => {
        const { browser } = await logIn(first)
        const answer = await browser.fetch(url)
        if (answer.status !== 200) return String(answer.status)
        const cookies = headersOf(answer, /^cookie$/i)
        return cookies.length === 0 ? "no cookie reaches the app" : `${cookies.length} Cookie headers`
      },
    },
    {
      id: "websocket",
      asked: `${first.name}, logged in, opens a WebSocket`,
      expected: "the app echoes: hej",
      run: async () => {
        const { browser } = await logIn(first)
        return `the app echoes: ${await browser.echo(url.replace(/^http:/, "ws:"), "hej")}`
      },
    },
    {
      id: "logout",
      asked: `${first.name} logs out, then opens the app again`,
      expected: toLogin,
      run: async () => {
        const { browser } = await logIn(first)
        await browser.open(at(logoutPath))
        return describeRedirect(await browser.fetch(url, { headers: navigation }), site)
      },
    },
  ]
}

export interface ScenarioResult {
  readonly id: string
  readonly asked: string
  readonly expected: string
  readonly seen: string
  readonly ok: boolean
}

/** One after the other: a reader follows the same order as the log. Stops early, with what it has, when cancelled. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  signal: AbortSignal,
): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = []
  for (const { id, asked, expected, run } of scenarios) {
    if (signal.aborted) break
    const seen = await run().catch((error: unknown) => `failed: ${messageOf(error)}`)
    results.push({ id, asked, expected, seen, ok: seen === expected })
  }
  return results
}

const navigation = { Accept: "text/html", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" }

const identity = ({ name, email = "" }: SandboxUser): string => `the app sees ${name} <${email}>`

/** Everything in the request that an app could take for a name or address, whatever its spelling. */
function seenIdentity(answer: Answer): string {
  if (answer.status !== 200) return String(answer.status)
  const [names, emails] = [
    headersOf(answer, /^x.forwarded.user$/i),
    headersOf(answer, /^x.forwarded.email$/i),
  ]
  return `the app sees ${names.join(" and ")} <${emails.join(" and ")}>`
}

function describeAnonymous(answer: Answer): string {
  const claims = answer.status === 200 ? headersOf(answer, /^x.forwarded.(user|email)$/i) : []
  return `${answer.status}, the app sees ${claims.length === 0 ? "nobody" : claims.join(" and ")}`
}

function describeRedirect({ status, headers }: Answer, { issuer }: DemoSite): string {
  const target = URL.canParse(headers.location ?? "") ? new URL(headers.location ?? "") : undefined
  const isLogin =
    status === 302 && target?.origin === new URL(issuer).origin && target.pathname.endsWith("/authorize")
  return isLogin ? toLogin : `${status} ${target?.href ?? ""}`.trim()
}

function headersOf(answer: Answer, name: RegExp): readonly string[] {
  const { headers } = JSON.parse(answer.body) as SeenRequest
  return headers.filter(([candidate]) => name.test(candidate)).map(([, value]) => value)
}

const aliasOf = (header: string): string => (header.includes("_") ? "alias" : "header")

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
