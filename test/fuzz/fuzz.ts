/**
 * Mutated requests through the server's own pipeline, in this process: no sockets, so a million of them take a minute.
 * Node's own classes stand at both ends, so a header that could not be sent still fails.
 */
import { createHash } from "node:crypto"
import { IncomingMessage, ServerResponse } from "node:http"
import { Socket } from "node:net"
import type { CreateProvider } from "../../src/adapters/oidc/provider.ts"
import { success } from "../../src/core/result.ts"
import { bindKeys } from "../../src/core/session/codec.ts"
import { sealSession } from "../../src/core/session/session.ts"
import { createApp, type Tools } from "../../src/server/app.ts"
import { type AppConfig, makeAppConfig } from "../../src/server/config/app-config.ts"
import { createPipeline, type Handle } from "../../src/server/pipeline.ts"
import { createSessionCache } from "../../src/server/sessions.ts"
import { deserves, type Truth } from "./judge.ts"
import { type Headers, makeRequest, type Seeds } from "./make-request.ts"
import { createRandom, type Random } from "./random.ts"

export interface Figures {
  readonly seed: number
  readonly requests: number
  /** Requests per status. */
  readonly statuses: Readonly<Record<string, number>>
  /** 2xx that neither a session nor an open path explains. */
  readonly unauthorised: readonly Headers[]
  /** Replies that name someone, set a session or log a secret without leave. */
  readonly leaks: readonly Headers[]
  /** Errors that the pipeline had to catch. */
  readonly internalErrors: readonly string[]
  readonly seconds: number
}

export interface FuzzOptions {
  readonly seed: number
  readonly requests: number
  /** Stands in for the server's pipeline, to see that the judge can tell. */
  readonly handle?: Handle
}

const host = "app.example.test"

export async function fuzz({ seed, requests, handle }: FuzzOptions): Promise<Figures> {
  const random = createRandom(seed)
  const world = createWorld(random)
  const pipeline =
    handle ??
    createPipeline(
      (name) => (name === host ? world.app : undefined),
      world.tools,
      () => undefined,
    )
  const statuses: Record<string, number> = {}
  const unauthorised: Headers[] = []
  const leaks: Headers[] = []
  const started = performance.now()
  for (let request = 0; request < requests; request++) {
    const headers = makeRequest(world.seeds, random)
    const logged = world.lines.length
    const { status, sent } = await send(pipeline, headers)
    statuses[status] = (statuses[status] ?? 0) + 1
    const isAdmitted = status >= 200 && status < 300
    if (isAdmitted && !deserves(headers, world.truth)) unauthorised.push(headers)
    if (!isAdmitted && /\nx-forwarded-(?:user|email): |\.(?:Session|Refresh)[^=\n]*=[^;\n]/i.test(sent))
      leaks.push(headers)
    if (world.lines.slice(logged).some((line) => world.secrets.some((secret) => line.includes(secret))))
      leaks.push(headers)
  }
  const internalErrors = world.lines.filter((line) => line.startsWith("internal error"))
  return {
    seed,
    requests,
    statuses,
    unauthorised,
    leaks,
    internalErrors,
    seconds: (performance.now() - started) / 1000,
  }
}

interface World {
  readonly app: ReturnType<typeof createApp>
  readonly tools: Tools
  readonly seeds: Seeds
  readonly truth: Truth
  readonly secrets: readonly string[]
  readonly lines: string[]
}

/** One app, one good session, and everything in it made from the seed. */
function createWorld(random: Random): World {
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => random.below(256))
  const secret = (label: string) => createHash("sha256").update(label).update(bytes(16)).digest("hex")
  const config = configure(secret("session").slice(0, 32), secret("client"))
  const foreign = configure(secret("other").slice(0, 32), secret("client"))
  const lines: string[] = []
  const write = (fields: unknown, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const now = 1_800_000_000
  const tools: Tools = {
    now: () => now * 1000,
    random: bytes,
    log: { debug: write, info: write, warn: write, error: write },
  }
  const bound = (clientId: string, at: string) => bindKeys(config.keysFor(host), { clientId, host: at })
  const sessionCookie = (of: AppConfig, name: string, keys = of.keysFor(host), age = 0) => {
    const session = {
      id: secret("id").slice(0, 22),
      claims: { sub: "u1", name: "Ann", groups: ["staff"] },
      tokens: {},
      loginAt: now - age,
      issuedAt: now - age,
      expiresAt: now - age + 3600,
      renewAfter: now - age + 3600,
      policy: of.fingerprint,
    }
    return `${name}=1${sealSession(keys, session, bytes(12))}`
  }
  const [one, two] = config.cookies.names.session
  const good = sessionCookie(config, one)
  const token = secret("token")
  const state = secret("state").slice(0, 43)
  return {
    app: createApp(config, providerOf(token), createSessionCache(), tools),
    tools,
    lines,
    secrets: [good.slice(one.length + 2), token, state],
    truth: { host, name: one, sealed: good.slice(one.length + 2), token },
    seeds: {
      host,
      tokens: [token, `${token}x`, "a.b.c", ""],
      targets: [
        "/",
        "/admin",
        "/open",
        "/open?x=1",
        "/files/a.txt",
        "/files/../admin",
        "/admin?x=/open",
        "/signin",
        "/signin?redirect_uri=/welcome",
        "/oauth2/logout",
        "/oauth2/logout?redirect_uri=/bye",
        "/oauth2/callback",
        `/oauth2/callback?code=${secret("code")}&state=${state}`,
        "/oauth2/callback?error=access_denied&state=x",
      ],
      cookies: [
        good,
        `a=1; ${good}; b=2`,
        sessionCookie(config, one, bound(config.provider.clientId, `internal-${host}`)),
        sessionCookie(config, one, bound("other", host)),
        sessionCookie(config, one, undefined, 4000),
        sessionCookie(foreign, one),
        // The same text, because under the right name, which a mutation may find, it is a good session.
        `${two}=${good.slice(one.length + 1)}`,
        `${one}=2${good.slice(one.length + 2)}; ${two}=`,
        `${config.cookies.names.loginPrefix}abc.${state.slice(0, 16)}=x`,
        "a=b",
      ],
    },
  }
}

function configure(sessionSecret: string, clientSecret: string): AppConfig {
  const made = makeAppConfig({
    app: "fuzz",
    values: {
      domain: host,
      provider: { url: "https://provider.example.test" },
      loginUri: "/signin",
      validPostLoginRedirectUris: ["/welcome"],
      validPostLogoutRedirectUris: ["/bye"],
      bypassAuthenticationRule: "Path(`/open`) || PathPrefix(`/files`)",
      authorizationHeader: { name: "Authorization" },
      authorization: { assertClaims: [{ name: "groups", anyOf: ["staff"] }] },
    },
    secrets: { clientId: "fuzz-client", clientSecret, sessionSecret },
  })
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value
}

/** Knows one token, redeems no code, and is never asked twice for anything that matters here. */
const providerOf = (good: string): CreateProvider => {
  const refuse = async () => ({ ok: false, problems: [{ kind: "untrusted", detail: "refused" }] }) as const
  const claims = { sub: "robot", name: "Robot", groups: ["staff"], exp: 1_800_003_600 }
  return () => ({
    authorizationUrl: async ({ state }) => success(`https://provider.example.test/authorize?state=${state}`),
    exchangeCode: refuse,
    refresh: refuse,
    readGroups: refuse,
    verifyToken: async (token) => (token === good ? success(claims) : refuse()),
    endSessionUrl: async () => success("https://provider.example.test/logout"),
  })
}

const socket = new Socket()

/** Status and head of the reply. */
function send(handle: Handle, headers: Headers): Promise<{ readonly status: number; readonly sent: string }> {
  const message = new IncomingMessage(socket)
  message.method = "GET"
  message.rawHeaders = Object.entries(headers).flat()
  return new Promise((resolve) => {
    const response = new ServerResponse(message)
    const end = response.end.bind(response)
    // Without a connection there is no "finish", so the end itself is the sign.
    response.end = ((...parts: Parameters<typeof end>) => {
      const ended = end(...parts)
      const head = (response as unknown as { readonly _header: string | null })._header ?? ""
      resolve({ status: response.statusCode, sent: head.replaceAll("\r\n", "\n") })
      return ended
    }) as typeof response.end
    handle(message, response)
  })
}
