import { describe, expect, it } from "vitest"
import { type ErrorFacts, parseErrorFacts } from "../../../src/core/explain/error-facts.ts"

const clientId = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"
const correlationId = "aaaa0000-bb11-2222-33cc-444444dddddd"

describe("parseErrorFacts", () => {
  const cases: readonly (readonly [string, string, ErrorFacts])[] = [
    ["nothing", "State is missing", {}],
    [
      "the sign-in page",
      `AADSTS50011: The redirect URI 'https://a.example/oauth2/callback' specified in the request does not match the redirect URIs configured for the application '${clientId}'.\nRequest Id: 0000aaaa-11bb-cccc-dd33-eeeeee333333\nCorrelation Id: ${correlationId}\nTimestamp: 2026-11-23T10:00:00Z`,
      {
        clientId,
        redirectUris: ["https://a.example/oauth2/callback"],
        correlationId,
        timestamp: "2026-11-23T10:00:00Z",
      },
    ],
    [
      "the assignment page",
      `AADSTS50105: Your administrator has configured the application MyApp Production ('${clientId}') to block users unless they are specifically granted ('assigned') access to the application. The signed-in user 'jane.doe@example.org' is blocked because they are not a direct member of a group with access.`,
      { displayName: "MyApp Production", clientId, user: "jane.doe@example.org" },
    ],
    [
      "the Conditional Access page",
      `Error Code: 53003\nRequest Id: 0000aaaa-11bb-cccc-dd33-eeeeee333333\nCorrelation Id: ${correlationId}\nTimestamp: 2026-11-23T10:00:00.123Z\nApp name: MyApp\nApp id: ${clientId}\nIP address: 192.0.2.1`,
      { displayName: "MyApp", clientId, correlationId, timestamp: "2026-11-23T10:00:00.123Z" },
    ],
    [
      "the token endpoint's JSON",
      `{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys for app '${clientId}' are expired.","error_codes":[7000222],"timestamp":"2026-11-23 10:00:00Z","correlation_id":"${correlationId}"}`,
      { clientId, correlationId, timestamp: "2026-11-23 10:00:00Z" },
    ],
    [
      "a callback URL",
      `https://a.example/oauth2/callback?error=access_denied&error_description=AADSTS50020%3a+User+account+%27jane%40other.example%27+from+identity+provider+%27live.com%27+does+not+exist+in+tenant+%27Example%27+and+cannot+access+the+application+%27${clientId}%27(J%C3%B8rgens+App)+in+that+tenant.+Correlation+ID%3a+${correlationId}`,
      { displayName: "Jørgens App", clientId, user: "jane@other.example", correlationId },
    ],
    [
      "an authorize URL",
      `https://login.microsoftonline.com/t/oauth2/v2.0/authorize?response_type=code&client_id=${clientId}&redirect_uri=https%3A%2F%2Fa.example%2Foauth2%2Fcallback&state=secret`,
      { clientId, redirectUris: ["https://a.example/oauth2/callback"] },
    ],
    [
      "the address of a callback, as people give it",
      "AADSTS50011 https://a.example/oauth2/callback",
      { redirectUris: ["https://a.example/oauth2/callback"] },
    ],
    ["HTML", `<p>the application &#39;${clientId}&#39;</p>`, { clientId }],
    [
      "a redirect URI with a query",
      "redirect URI 'https://a.example/cb?token=secret'",
      {
        redirectUris: ["https://a.example/cb"],
      },
    ],
    ["ids that are not the app's", `Request Id: ${correlationId}\nTrace ID: ${clientId}`, {}],
    [
      "a name with a terminal's escape codes",
      `App name: My%1b[2JApp\nApp id: ${clientId}`,
      { displayName: "My", clientId },
    ],
    ["a user name with a direction override", "The signed-in user 'jane\u202e@example.org' is blocked", {}],
    ["half an escape", "error_description=%E0%A4%A", {}],
  ]
  it.each(cases)("reads %s", (_, text, facts) => {
    expect(parseErrorFacts(text)).toEqual(facts)
  })
})
