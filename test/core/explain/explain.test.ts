import { describe, expect, it } from "vitest"
import { type Explanation, explain } from "../../../src/core/explain/explain.ts"
import { httpStatuses } from "../../../src/core/explain/http-statuses.ts"
import { messages } from "../../../src/core/explain/messages.ts"
import { oauthErrors } from "../../../src/core/explain/oauth-errors.ts"
import { serverPages } from "../../../src/core/explain/server-pages.ts"
import type { Topic } from "../../../src/core/explain/topic.ts"

const catalogue: readonly Topic[] = [
  { id: "app/no-host", title: "There is no host", owner: "app-team" },
  { id: "OIDC203", title: "The reference names another namespace", owner: "app-team" },
]

function explained(input: string): Explanation {
  const result = explain(input, { catalogue })
  if (result.kind !== "explained") throw new Error(`not explained: ${input}`)
  return result
}

describe("explain", () => {
  const recognised: readonly (readonly [string, string])[] = [
    // Codes, alone and in their wrappings.
    ["AADSTS50011", "AADSTS50011"],
    ["7000215", "AADSTS7000215"],
    ["AADSTS1234567", "AADSTS1234567"],
    [
      "https://a.example/oauth2/callback?error=access_denied&error_description=AADSTS50105%3a+blocked",
      "AADSTS50105",
    ],
    ['{"error":"invalid_client","error_description":"AADSTS7000222: expired"}', "AADSTS7000222"],
    // OAuth errors.
    ["access_denied", "access_denied"],
    [" Invalid_Client ", "invalid_client"],
    ["https://a.example/oauth2/callback?error=interaction_required&state=x", "interaction_required"],
    ["OAUTH_RESPONSE_BODY_ERROR invalid_grant (server response)", "invalid_grant"],
    // Statuses.
    ["403", "HTTP 403"],
    ["HTTP 403", "HTTP 403"],
    ["403 Forbidden after successful login", "HTTP 403"],
    ["HTTP/1.1 404 Not Found", "HTTP 404"],
    ["HTTP/2 503", "HTTP 503"],
    ["Request failed with status code 401", "HTTP 401"],
    ["a 500 page", "HTTP 500"],
    ["431 Request Header Fields Too Large", "cookies-too-large"],
    // What pages and logs say; the line says more than the status around it.
    ["State is missing", "state-missing"],
    ["500: state is invalid", "state-invalid"],
    ["HTTP/1.1 500 Internal Server Error\n\nCode is missing", "code-missing"],
    ["302 loop", "redirect-loop"],
    ["ERR_TOO_MANY_REDIRECTS", "redirect-loop"],
    ["myapp.shop.example redirected you too many times.", "redirect-loop"],
    ["The page isn’t redirecting properly", "redirect-loop"],
    ["session secret must be exactly 32 characters", "session-secret-invalid"],
    ['level=error msg="invalid secret" middleware=shop-myapp-oidc', "session-secret-invalid"],
    ["Ready  False  SecretSyncedError  could not get secret data from provider", "secret-not-found"],
    ["error processing spec.data[0] (key: customer/ns/x), err: Secret does not exist", "secret-not-found"],
    [
      "AccessDeniedException: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: secretsmanager:GetSecretValue",
      "secret-access-denied",
    ],
    ["target is owned by another ExternalSecret", "secret-not-owned"],
    ['middleware "shop-myapp-oidc@kubernetescrd" does not exist', "middleware-missing"],
    [
      "values don't meet the specifications of the schema(s): - (root): Additional property bypassPath is not allowed",
      "values-refused",
    ],
    ["additional properties 'bypassPath' not allowed", "values-refused"],
    ["X-Forwarded-User: <no value>", "claim-missing"],
    ["400 Bad Request: Request Header Or Cookie Too Large", "cookies-too-large"],
    ["unable to verify the first certificate", "tls-intercepted"],
    ["https://a.example/oauth2/callback?code=0.AXkAxxxxxxxxxxxxxxxxxxxxx&state=abc", "callback-address"],
    // Every heading of the guide's section Troubleshooting.
    ["Login redirects loop or fail with “redirect_uri_mismatch”", "redirect-loop"],
    ["redirect_uri_mismatch", "redirect_uri_mismatch"],
    ["“Invalid session secret” or cookie errors", "session-secret-invalid"],
    ["403 Forbidden after successful login", "HTTP 403"],
    ["The middleware reports “secret not found”", "secret-not-found"],
    ["Health checks failing despite bypassPaths", "health-check"],
    // The catalogue that is passed in.
    ["app/no-host", "app/no-host"],
    ["Error: no host\n  code   app/no-host", "app/no-host"],
    ["oidc203", "OIDC203"],
    ["OIDC203 fail  Middleware reference points at another namespace", "OIDC203"],
  ]
  it.each(recognised)("%j is %s", (input, id) => {
    expect(explained(input).id).toBe(id)
  })

  const unknown: readonly (readonly [string, string | undefined])[] = [
    ["", undefined],
    ["hello", undefined],
    ["it does not work", undefined],
    ["acces_denied", "access_denied"],
    ["OIDC2003", "OIDC203"],
    ["not_access_denied_at_all_really", undefined],
    ["took 403 ms", undefined],
  ]
  it.each(unknown)("%j is not known; the nearest is %s", (input, near) => {
    expect(explain(input, { catalogue })).toEqual({ kind: "unexplained", near })
  })

  it("writes the ticket in the language asked for, filled from the text", () => {
    const text =
      "AADSTS50011: The redirect URI 'https://a.example/oauth2/callback' specified in the request does not match the redirect URIs configured for the application '3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f'."
    const context = { displayName: "MyApp Production" }
    for (const [language, subject] of [
      ["da", "Tilføj redirect URI"],
      ["en", "Add a redirect URI"],
    ] as const) {
      const result = explain(text, { language, context })
      const ticket = result.kind === "explained" ? result.ticket : undefined
      expect(ticket?.subject).toMatch(new RegExp(`^${subject}.*MyApp Production$`))
      expect(ticket?.body).toContain("https://a.example/oauth2/callback")
      expect(ticket?.body).toContain("3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f")
      expect(ticket?.body).not.toContain("<")
      expect(result).not.toHaveProperty("patterns")
    }
  })

  it("never repeats a code, state, token or secret of the text", () => {
    const secrets = {
      code: "0.AXkAcodecodecodecodecodecode",
      state: "statestatestatestate",
      id_token: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig",
      client_secret: "abc8Q~secretsecretsecretsecretsecretsecre",
      session_state: "sessionstatesessionstate",
    }
    const query = new URLSearchParams({ ...secrets, error_description: "AADSTS50011: no" })
    const texts = [
      `https://a.example/oauth2/callback?${query}`,
      `https://a.example/oauth2/callback?${new URLSearchParams(secrets)}`,
      `AADSTS50011: The redirect URI 'https://a.example/cb?${query}' for the application '${secrets.code}'`,
      `{"error":"invalid_client",${JSON.stringify(secrets).slice(1)}`,
      `Cookie: _MyApp_.Session=${secrets.state}; State is missing`,
    ]
    for (const text of texts) {
      const result = JSON.stringify(explained(text))
      for (const secret of Object.values(secrets)) expect(result).not.toContain(secret)
    }
  })

  it("stays quick on hostile text", () => {
    const started = performance.now()
    const units = [
      "secret ",
      "key ",
      "additional property ",
      "application ",
      "redirect uri '",
      "%41",
      "&code=",
      "a ",
    ]
    for (const unit of units) explain(unit.repeat(100_000), { catalogue })
    expect(performance.now() - started).toBeLessThan(4000)
  })
})

describe("the tables", () => {
  const topics: readonly Topic[] = [...oauthErrors, ...httpStatuses, ...messages, ...serverPages]

  it("use each id once", () => {
    expect(new Set(topics.map(({ id }) => id)).size).toBe(topics.length)
  })

  it.each(topics.map((topic) => [topic.id, topic] as const))("%s: is complete", (_, topic) => {
    expect(topic.title).toMatch(/^[A-Z].*[^.]$/)
    expect(topic.title.length).toBeLessThanOrEqual(76)
    expect(topic.cause).toMatch(/^\S.{10,}\.$/)
    expect(topic.fix).toMatch(/^\S.{10,}\.$/)
    expect("ticket" in topic).toBe(topic.owner === "servicedesk")
    expect(JSON.stringify(topic)).not.toMatch(/service desk|traefik/i)
  })

  it.each(topics.map(({ id }) => [id]))("%s: is found by its own id", (id) => {
    expect(explained(id).id).toBe(id)
  })
})
