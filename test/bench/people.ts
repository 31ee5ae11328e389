/** Apps as a team would set them up, and people with sessions as the server itself would make them. */
import { randomBytes, randomUUID } from "node:crypto"
import { type AppConfig, type AppSource, makeAppConfig } from "../../src/server/config/app-config.ts"
import { makeSession, sealSessionCookies } from "../../src/server/session-cookies.ts"

/** Secrets are made anew for each run; the provider is never asked. */
const appOn = (domain: string, values: Partial<AppSource["values"]>): AppSource => ({
  app: "bench-oidc",
  values: { domain, provider: { url: "http://127.0.0.1:1/" }, ...values },
  secrets: {
    clientId: randomUUID(),
    clientSecret: randomBytes(20).toString("hex"),
    sessionSecret: randomBytes(16).toString("hex"),
  },
})

/** The guide's app: told name and e-mail, open to one group. A session keeps that one group of all that someone is in. */
export const guideApp = appOn("app.example.test", {
  bypassPaths: ["/healthz"],
  authorization: { assertClaims: [{ name: "groups", anyOf: [groupId(0)] }] },
})

/** An app that is told all groups, so that its sessions hold them. */
export const groupsApp = appOn("groups.example.test", {
  authorization: { assertClaims: [{ name: "groups", anyOf: [groupId(0)] }] },
  headers: [
    { name: "X-Forwarded-User", value: "{{ .claims.name }}" },
    { name: "X-Forwarded-Groups", value: "{{ range .claims.groups }}{{ . }} {{ end }}" },
  ],
})

/** As long as Entra's. */
function groupId(group: number): string {
  return `5a1c0de0-0000-4000-8000-${String(group).padStart(12, "0")}`
}

export function configOf(source: AppSource): AppConfig {
  const made = makeAppConfig(source)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value
}

/** `Cookie` headers of that many people after their logins, each in `groups` groups. */
export function cookiesOf(config: AppConfig, people: number, groups: number): readonly string[] {
  const now = Math.floor(Date.now() / 1000)
  const memberships = Array.from({ length: groups }, (_, group) => groupId(group))
  const noCookies = { chunks: [], refresh: [], logins: new Map(), upstream: undefined, extra: undefined }
  return Array.from({ length: people }, () => {
    const claims = {
      sub: randomBytes(32).toString("base64url"),
      oid: randomUUID(),
      name: "Jørgen Ærø",
      email: "jorgen.aero@example.com",
      preferred_username: "jorgen.aero@example.com",
      groups: memberships,
    }
    const tokens = {
      claims: { ...claims, exp: now + 3600 },
      accessToken: "",
      idToken: undefined,
      refreshToken: undefined,
      expiresIn: 3600,
    }
    const login = { id: randomBytes(16).toString("base64url"), loginAt: now }
    const session = makeSession(config, login, tokens, tokens.claims, now)
    const cookies = sealSessionCookies(
      config,
      config.addresses.hosts.values().next().value ?? "",
      session,
      noCookies,
      {
        random: randomBytes,
      },
    )
    if (!cookies) throw new Error("This session fits no cookies")
    return cookies.map((cookie) => cookie.split(";")[0]).join("; ")
  })
}
