/** A browser with a cookie jar that logs in at a contender through the provider, as through an ingress. */
import { type Answer, ask } from "../../server/browser.ts"
import { type Contender, host } from "./contenders.ts"

/** What an ingress says about the request for `uri`. */
export const forwarded = (uri: string): Readonly<Record<string, string>> => ({
  Host: host,
  "User-Agent":
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
  "Accept-Encoding": "gzip, deflate, br",
  "Accept-Language": "da,en;q=0.9",
  "X-Forwarded-For": "192.0.2.7",
  "X-Forwarded-Host": host,
  "X-Forwarded-Method": "GET",
  "X-Forwarded-Port": "443",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Uri": uri,
})

/** The `Cookie` header of someone who has logged in; fails unless the contender then lets them in. */
export async function logIn(contender: Contender, url: string): Promise<string> {
  const own = new Map<string, string>()
  const provider = new Map<string, string>()
  let address = `https://${host}${contender.loginPath}`
  for (let hop = 0; hop < 12; hop++) {
    const { host: where, pathname, search } = new URL(address)
    const isOwn = where === host
    const uri = pathname + search
    const answer = isOwn
      ? await ask(url + (contender.answersEverywhere ? contender.checkPath : uri), {
          ...forwarded(uri),
          Accept: "text/html",
          ...cookies(own),
        })
      : await ask(address, cookies(provider))
    for (const line of answer.setCookies) store(isOwn ? own : provider, line)
    const finished = isOwn && pathname === contender.callbackPath
    if (finished) break
    address = nextAddress(answer, address)
  }
  const header = cookies(own).Cookie ?? ""
  const { status } = await ask(url + contender.checkPath, {
    ...forwarded("/orders"),
    Accept: "application/json",
    Cookie: header,
  })
  if (status < 200 || status > 299) throw new Error(`no session after the login: HTTP ${status}`)
  return header
}

function nextAddress({ headers, status, body }: Answer, address: string): string {
  if (headers.location === undefined) throw new Error(`HTTP ${status}: ${body.slice(0, 200)}`)
  return new URL(headers.location, address).href
}

const cookies = (jar: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  jar.size === 0 ? {} : { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") }

function store(jar: Map<string, string>, line: string): void {
  const [pair = ""] = line.split("; ")
  const name = pair.slice(0, pair.indexOf("="))
  if (/max-age=0(?:;|$)|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
  else jar.set(name, pair.slice(name.length + 1))
}
