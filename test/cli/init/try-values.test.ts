/** The trial of the two values, with a login host that is a function and remembers what it was sent. */
import { randomBytes, randomUUID } from "node:crypto"
import { expect, it } from "vitest"
import type { Answer, Form, Question } from "../../../src/adapters/http/http.ts"
import { tryValues } from "../../../src/cli/init/try-values.ts"
import type { Tenant } from "../../../src/core/plan/derive-tenant.ts"
import { createSecret } from "../../../src/ui/secret.ts"
import { fakeAnswers } from "../../fakes/snapshot.ts"

const directory = "9d2f8a4e-0000-4000-8000-000000000000"
const metadata = (id: string) =>
  JSON.stringify({ issuer: `https://login.microsoftonline.com/${id}/v2.0`, authorization_endpoint: "…" })
const accepted = JSON.stringify({ error: "invalid_grant", error_description: "AADSTS9002313: …" })
const refused = JSON.stringify({ error: "invalid_client", error_description: "AADSTS7000215: …" })

const answered = (status: number, body: string): Answer => ({
  kind: "answered",
  status,
  headers: {},
  body,
  cookies: [],
  at: 0,
})
const unanswered: Answer = { kind: "unanswered", reason: "unknown-host", code: "ENOTFOUND" }

interface World {
  /** By domain. */
  readonly domains?: Readonly<Record<string, Answer>>
  readonly trial?: Answer
}

async function trying(tenant: Tenant, { domains = {}, trial = answered(400, accepted) }: World = {}) {
  const clientSecret = randomBytes(20).toString("hex")
  const clientId = randomUUID()
  const asked: Question[] = []
  const sent: Form[] = []
  const verdict = await tryValues(
    { tenant, answers: fakeAnswers() },
    { clientId: createSecret(clientId), clientSecret: createSecret(clientSecret) },
    {
      ask: async (question) => {
        asked.push(question)
        const domain = new URL(question.url).pathname.split("/")[1] ?? ""
        return domains[domain] ?? answered(400, '{"error":"invalid_tenant","error_codes":[90002]}')
      },
      post: async (form) => {
        sent.push(form)
        return trial
      },
    },
  )
  const [finding] = verdict.findings
  return { verdict, finding, asked, sent, clientId, clientSecret }
}

const known: Tenant = { kind: "known", id: directory, origin: "apps/shop-dev/api-oidc/values.yaml" }
const ofDomain: Tenant = { kind: "of-domain", domains: ["apps.example.com", "example.com"] }

it("sends the values to the directory that is known, and asks nobody which it is", async () => {
  const { verdict, asked, sent, clientId, clientSecret } = await trying(known)
  expect(verdict.outcome).toBe("good")
  expect(asked).toEqual([])
  expect(sent).toEqual([
    {
      url: `https://login.microsoftonline.com/${directory}/oauth2/v2.0/token`,
      fields: expect.objectContaining({ client_id: clientId, client_secret: clientSecret }),
    },
  ])
})

it("asks Entra for the directory of the company's domain, without the values", async () => {
  const { verdict, asked, sent, clientId, clientSecret } = await trying(ofDomain, {
    domains: { "example.com": answered(200, metadata(directory)) },
  })
  expect(verdict.outcome).toBe("good")
  expect(asked.map(({ url }) => url)).toEqual(
    ["apps.example.com", "example.com"].map(
      (domain) => `https://login.microsoftonline.com/${domain}/v2.0/.well-known/openid-configuration`,
    ),
  )
  expect(JSON.stringify(asked)).not.toMatch(new RegExp(`${clientId}|${clientSecret}`))
  expect(sent.map(({ url }) => url)).toEqual([
    `https://login.microsoftonline.com/${directory}/oauth2/v2.0/token`,
  ])
})

it.each<[string, World, RegExp]>([
  ["no domain has a directory", {}, /knows no directory/],
  [
    "the metadata names another host",
    {
      domains: {
        "example.com": answered(200, `{"issuer":"https://login.example.net/${directory}/v2.0"}`),
      },
    },
    /knows no directory/,
  ],
  [
    "a proxy answers instead",
    { domains: { "apps.example.com": answered(200, "<html>Blocked</html>") } },
    /no directory/,
  ],
  ["nobody answers", { domains: { "apps.example.com": unanswered } }, /cannot be reached/],
])("sends nothing where %s", async (_, world, detail) => {
  const { verdict, finding, sent } = await trying(ofDomain, world)
  expect([verdict.outcome, finding?.status]).toEqual(["unknown", "unknown"])
  expect(finding?.detail).toMatch(detail)
  expect(sent).toEqual([])
})

it("says of what Entra refuses in which directory it was asked, and how that is known", async () => {
  const { verdict, finding, clientSecret } = await trying(known, { trial: answered(401, refused) })
  expect(verdict.outcome).toBe("bad")
  expect(finding?.detail).toMatch(
    new RegExp(
      `^AADSTS7000215: .*\nasked in the directory ${directory}, .* apps/shop-dev/api-oidc/values.yaml$`,
    ),
  )
  expect(JSON.stringify(verdict)).not.toContain(clientSecret)
})

it.each<[string, Answer]>([
  ["there is no answer", unanswered],
  ["the answer says nothing of them", answered(503, "")],
])("knows nothing of the values where %s", async (_, trial) => {
  expect((await trying(known, { trial })).verdict.outcome).toBe("unknown")
})
