import { describe, expect, it } from "vitest"
import { explainAadsts, findAadstsCode } from "../../../src/core/entra/aadsts.ts"
import { aadstsCatalogue } from "../../../src/core/entra/aadsts-catalogue.ts"

describe("findAadstsCode", () => {
  const found: readonly (readonly [string, string, string])[] = [
    ["a bare code", "AADSTS50011", "AADSTS50011"],
    ["a bare number", " 7000215\n", "AADSTS7000215"],
    ["lower case", "aadsts50105", "AADSTS50105"],
    ["a space inside", "AADSTS 50105", "AADSTS50105"],
    [
      "the sign-in page",
      "Sorry, but we’re having trouble signing you in.\n\nAADSTS50011: The redirect URI 'https://myapp.shop.example/oauth2/callback' specified in the request does not match the redirect URIs configured for the application '3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f'.",
      "AADSTS50011",
    ],
    [
      "the Conditional Access page, which names no AADSTS",
      "You cannot access this right now\nYour sign-in was successful but does not meet the criteria to access this resource.\nError Code: 53003\nRequest Id: 7a7a1b2c-0000-4000-8000-50011aaaa500\nApp name: MyApp",
      "AADSTS53003",
    ],
    [
      "a callback URL",
      "https://myapp.shop.example/oauth2/callback?error=access_denied&error_description=AADSTS65004%3a+User+declined+to+consent&error_uri=https%3a%2f%2flogin.microsoftonline.com%2ferror%3fcode%3d65004&state=xyz",
      "AADSTS65004",
    ],
    [
      "a URL encoded twice",
      "https://a.example/?next=%2Fcallback%3Ferror_description%3DAADSTS%2520700016",
      "AADSTS700016",
    ],
    [
      "the token endpoint's JSON without a description",
      '{"error":"invalid_client","error_codes":[7000222],"trace_id":"50011000-0000-4000-8000-000000000000"}',
      "AADSTS7000222",
    ],
    ["a lookup link", "https://login.microsoftonline.com/error?code=50058", "AADSTS50058"],
    ["the page's own script", '{"sErrorCode":"50011","sErrTxt":""}', "AADSTS50011"],
    ["a sign-in log", "Sign-in error code 50140", "AADSTS50140"],
    ["HTML", "<p>AADSTS70011&#58; The provided value</p>", "AADSTS70011"],
    ["the first of several", "AADSTS70008: expired; see also AADSTS50196", "AADSTS70008"],
  ]
  it.each(found)("finds the code in %s", (_, text, code) => {
    expect(findAadstsCode(text)).toBe(code)
  })

  const absent: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["a status", "403"],
    ["a GUID full of digits", "3fe8f2f0-5001-4200-8000-700001170000"],
    ["a number in a sentence", "waited 50011 ms for the pod"],
    ["too many digits", "AADSTS500110001"],
    ["half an escape", "error_description=%E0%A4%A"],
    ["the name alone", "AADSTS"],
  ]
  it.each(absent)("finds nothing in %s", (_, text) => {
    expect(findAadstsCode(text)).toBeUndefined()
  })

  it("stays quick on hostile text", () => {
    const started = performance.now()
    for (const unit of ["AADSTS ", "error code ", '"error_codes" : [ ', "%25", " "])
      findAadstsCode(unit.repeat(200_000))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe("explainAadsts", () => {
  it("says who must act and how", () => {
    expect(explainAadsts("AADSTS7000222")).toMatchObject({
      code: "AADSTS7000222",
      known: true,
      title: "The client secret has expired",
      owner: "servicedesk",
      ticket: "client-secret",
    })
  })

  it("admits that it does not know a code and points at Microsoft's page", () => {
    const unknown = explainAadsts("AADSTS1234567")
    expect(unknown).toMatchObject({ known: false, code: "AADSTS1234567" })
    expect(unknown.fix).toContain("https://login.microsoftonline.com/error?code=1234567")
  })
})

describe("the catalogue", () => {
  const codes = aadstsCatalogue.flatMap((entry) => entry.codes)

  it("names each code once, in more than 60 codes", () => {
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.length).toBeGreaterThan(60)
  })

  it("holds only what findAadstsCode can find", () => {
    expect(codes.filter((code) => findAadstsCode(String(code)) !== `AADSTS${code}`)).toEqual([])
  })

  it.each(aadstsCatalogue.map((entry) => [entry.codes.join(", "), entry] as const))(
    "%s: is complete and reads as sentences",
    (_, { title, cause, fix }) => {
      expect(title).toMatch(/^[A-Z].*[^.]$/)
      expect(title.length).toBeLessThanOrEqual(76)
      for (const text of [cause, fix]) expect(text).toMatch(/^[A-Z"'a-z].{10,}[.]$/)
      for (const word of `${title} ${cause} ${fix}`.split(" ")) expect(word.length).toBeLessThan(76)
    },
  )

  it("spells servicedesk as one word and names no ingress product", () => {
    const texts = aadstsCatalogue.map(({ title, cause, fix }) => `${title} ${cause} ${fix}`).join("\n")
    expect(texts).not.toMatch(/service desk|traefik/i)
  })

  it("has a ticket exactly where servicedesk acts", () => {
    const odd = aadstsCatalogue.filter((entry) => "ticket" in entry !== (entry.owner === "servicedesk"))
    expect(odd).toEqual([])
  })
})
