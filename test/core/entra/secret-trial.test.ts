import { randomBytes, randomUUID } from "node:crypto"
import { expect, it } from "vitest"
import { judgeTrial, makeTrial, tokenEndpoint } from "../../../src/core/entra/secret-trial.ts"

const body = (error: string, code: number): string =>
  JSON.stringify({ error, error_description: `AADSTS${code}: …`, error_codes: [code] })

it.each([
  ["the code is all that it objects to", body("invalid_grant", 9002313), { kind: "accepted" }],
  [
    "the secret is wrong",
    body("invalid_client", 7000215),
    { kind: "refused", error: "invalid_client", code: "AADSTS7000215" },
  ],
  [
    "the secret has ended",
    body("invalid_client", 7000222),
    { kind: "refused", error: "invalid_client", code: "AADSTS7000222" },
  ],
  [
    "the app is another tenant's",
    body("unauthorized_client", 700016),
    { kind: "refused", error: "unauthorized_client", code: "AADSTS700016" },
  ],
  ["it has a problem of its own", body("temporarily_unavailable", 90033), { kind: "unclear" }],
  ["a proxy answers instead", "<html>Blocked</html>", { kind: "unclear" }],
])("tells from Entra's answer that %s", (_, answer, verdict) => {
  expect(judgeTrial(answer)).toEqual(verdict)
})

it("sends the values to the tenant's token endpoint alone", () => {
  const [clientId, clientSecret] = [randomUUID(), randomBytes(12).toString("hex")]
  const url = tokenEndpoint("a/b")
  const trial = makeTrial({
    url,
    clientId,
    clientSecret,
    redirectUri: "https://web.example.com/oauth2/callback",
  })
  expect(trial.url).toBe("https://login.microsoftonline.com/a%2Fb/oauth2/v2.0/token")
  expect(trial.fields).toMatchObject({ client_id: clientId, client_secret: clientSecret })
  expect(trial.fields.code_verifier?.length).toBeGreaterThanOrEqual(43)
})
