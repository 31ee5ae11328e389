import { randomBytes, randomInt, randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import {
  areSwapped,
  checkSecretShape,
  type KnownIds,
  type SecretField,
  type ShapeMistake,
} from "../../../src/core/entra/secret-shapes.ts"

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
const characters = (count: number): string =>
  Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join("")

// No fixture looks like a secret: every one is made at run time.
const clientId = randomUUID()
const clientSecret = `${characters(3)}8Q~${characters(34)}`
const sessionSecret = randomBytes(16).toString("hex")

interface Case {
  readonly field: SecretField
  readonly title: string
  readonly value: string
  readonly known?: KnownIds
  readonly expected: ShapeMistake | "good"
}

const cases: readonly Case[] = [
  { field: "client-id", title: "a GUID", value: clientId, expected: "good" },
  { field: "client-id", title: "a GUID in capitals", value: clientId.toUpperCase(), expected: "good" },
  {
    field: "client-id",
    title: "another tenant's",
    value: clientId,
    known: { tenantId: randomUUID() },
    expected: "good",
  },
  { field: "client-id", title: "nothing", value: "", expected: "empty" },
  { field: "client-id", title: "only spaces", value: "  \n", expected: "empty" },
  {
    field: "client-id",
    title: "the tenant's",
    value: clientId.toUpperCase(),
    known: { tenantId: clientId },
    expected: "tenant-id",
  },
  { field: "client-id", title: "the secret", value: clientSecret, expected: "client-secret" },
  { field: "client-id", title: "a name", value: "MyApp", expected: "not-a-guid" },
  { field: "client-id", title: "half of it", value: clientId.slice(0, 18), expected: "not-a-guid" },
  { field: "client-id", title: "a GUID in braces", value: `{${clientId}}`, expected: "quotes" },
  {
    field: "client-id",
    title: "zeros",
    value: "00000000-0000-0000-0000-000000000000",
    expected: "placeholder",
  },
  { field: "client-id", title: "the guide's placeholder", value: "<client ID>", expected: "placeholder" },
  { field: "client-id", title: "with a newline", value: `${clientId}\n`, expected: "line-break" },
  { field: "client-id", title: "with a zero-width space", value: `${clientId}\u200b`, expected: "invisible" },

  { field: "client-secret", title: "an Entra value", value: clientSecret, expected: "good" },
  {
    field: "client-secret",
    title: "an Entra value of 37",
    value: clientSecret.slice(0, 37),
    expected: "good",
  },
  { field: "client-secret", title: "the secret ID", value: randomUUID(), expected: "secret-id" },
  {
    field: "client-secret",
    title: "the client ID",
    value: clientId,
    known: { clientId },
    expected: "client-id",
  },
  { field: "client-secret", title: "cut off", value: clientSecret.slice(0, 30), expected: "cut-off" },
  {
    field: "client-secret",
    title: "a newline at its end",
    value: `${clientSecret}\n`,
    expected: "line-break",
  },
  {
    field: "client-secret",
    title: "two lines",
    value: `${clientSecret}\r\n${clientId}`,
    expected: "line-break",
  },
  { field: "client-secret", title: "a space before", value: ` ${clientSecret}`, expected: "white-space" },
  {
    field: "client-secret",
    title: "a no-break space",
    value: `${clientSecret}\u00a0`,
    expected: "white-space",
  },
  { field: "client-secret", title: "double quotes", value: `"${clientSecret}"`, expected: "quotes" },
  { field: "client-secret", title: "one quote", value: `${clientSecret}'`, expected: "quotes" },
  {
    field: "client-secret",
    title: "quotes of a word processor",
    value: `“${clientSecret}”`,
    expected: "quotes",
  },
  {
    field: "client-secret",
    title: "the portal's dots",
    value: `${clientSecret.slice(0, 3)}••••••••••`,
    expected: "masked",
  },
  {
    field: "client-secret",
    title: "the list's stars",
    value: `${clientSecret.slice(0, 3)}******************`,
    expected: "masked",
  },
  {
    field: "client-secret",
    title: "JSON",
    value: JSON.stringify({ client_secret: clientSecret }),
    expected: "json",
  },
  {
    field: "client-secret",
    title: "a workflow expression",
    value: ["$", "{{ secrets.CLIENT_SECRET }}"].join(""),
    expected: "placeholder",
  },
  {
    field: "client-secret",
    title: "a token",
    value: `eyJ${characters(20)}.eyJ${characters(20)}.x`,
    expected: "token",
  },
  { field: "client-secret", title: "a session secret", value: sessionSecret, expected: "session-secret" },
  { field: "client-secret", title: "a password", value: characters(12), expected: "unusual" },

  { field: "session-secret", title: "32 hexadecimal digits", value: sessionSecret, expected: "good" },
  { field: "session-secret", title: "32 characters", value: characters(32), expected: "good" },
  { field: "session-secret", title: "33 characters", value: characters(33), expected: "length" },
  {
    field: "session-secret",
    title: "64 hexadecimal digits",
    value: sessionSecret.repeat(2),
    expected: "length",
  },
  {
    field: "session-secret",
    title: "32 characters of 33 bytes",
    value: `ø${characters(31)}`,
    expected: "length",
  },
  {
    field: "session-secret",
    title: "a newline at its end",
    value: `${sessionSecret}\n`,
    expected: "line-break",
  },
  { field: "session-secret", title: "one character", value: "a".repeat(32), expected: "guessable" },
  { field: "session-secret", title: "a repetition", value: "0f1e2d3c".repeat(4), expected: "guessable" },
  {
    field: "session-secret",
    title: "the one everyone knows",
    value: "MLFs4TT99kOOq8h3UAVRtYoCTDYXiRcZ",
    expected: "published",
  },
]

describe("checkSecretShape", () => {
  it.each(cases)("$field, $title: $expected", ({ field, value, known, expected }) => {
    const { verdict, problems } = checkSecretShape(field, value, known)
    expect(problems.map(({ mistake }) => mistake)).toEqual(expected === "good" ? [] : [expected])
    expect(verdict === "good").toBe(expected === "good")
  })

  it.each(cases)("$field, $title: never repeats the value", ({ field, value, known }) => {
    const text = JSON.stringify(checkSecretShape(field, value, known))
    for (const part of [value.trim(), value.trim().slice(0, 8), clientSecret.slice(0, 8)].filter(
      (p) => p.length >= 5,
    ))
      expect(text).not.toContain(part)
  })

  it("only doubts a client secret that is unusual", () => {
    expect(checkSecretShape("client-secret", characters(34)).verdict).toBe("odd")
    expect(checkSecretShape("client-secret", randomUUID()).verdict).toBe("wrong")
  })

  it("sums up by length", () => {
    expect(checkSecretShape("client-secret", clientSecret).summary).toBe(
      "40 characters, looks like an Entra client secret",
    )
    expect(checkSecretShape("session-secret", "x").summary).toBe("1 character.")
  })

  it("accepts whatever the generator of session secrets makes", () => {
    for (let round = 0; round < 1000; round++)
      expect(checkSecretShape("session-secret", randomBytes(16).toString("hex")).verdict).toBe("good")
  })
})

describe("areSwapped", () => {
  const pairs: readonly (readonly [string, string, string, boolean])[] = [
    ["both in place", clientId, clientSecret, false],
    ["swapped", clientSecret, clientId, true],
    ["the ID twice", clientId, clientId, false],
    ["the secret twice", clientSecret, clientSecret, false],
    ["a name for the ID and the secret ID", "MyApp", clientId, false],
  ]
  it.each(pairs)("%s", (_, id, secret, expected) => {
    expect(areSwapped({ clientId: id, clientSecret: secret })).toBe(expected)
  })
})
