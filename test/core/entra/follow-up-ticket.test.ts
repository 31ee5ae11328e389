import { describe, expect, it } from "vitest"
import { aadstsCatalogue } from "../../../src/core/entra/aadsts-catalogue.ts"
import { makeFollowUpTicket, type TicketKind } from "../../../src/core/entra/follow-up-ticket.ts"

const kinds = [
  ...new Set(aadstsCatalogue.flatMap((entry) => (entry.owner === "servicedesk" ? [entry.ticket] : []))),
]

describe("makeFollowUpTicket", () => {
  it("fills in what is known", () => {
    const ticket = makeFollowUpTicket(
      "redirect-uri",
      {
        displayName: "MyApp Production",
        clientId: "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f",
        redirectUris: ["https://a.example/oauth2/callback", "https://internal-a.example/oauth2/callback"],
        correlationId: "aaaa0000-bb11-2222-33cc-444444dddddd",
      },
      "en",
    )
    expect(ticket).toEqual({
      subject: "Add a redirect URI to an Entra app registration: MyApp Production",
      body: [
        "Please add this redirect URI exactly as written, platform type Web. Keep the existing ones.",
        "",
        "App registration: MyApp Production",
        "Application (client) ID: 3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f",
        "Redirect URI (Web): https://a.example/oauth2/callback",
        "Redirect URI (Web): https://internal-a.example/oauth2/callback",
        "Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd",
      ].join("\n"),
    })
  })

  const placeholders: readonly (readonly [TicketKind, "da" | "en", readonly string[]])[] = [
    ["redirect-uri", "da", ["<visningsnavn>", "<client ID>", "<redirect URI>"]],
    ["redirect-uri", "en", ["<display name>", "<client ID>", "<redirect URI>"]],
    ["assignment", "da", ["<visningsnavn>", "<client ID>", "<brugernavn eller gruppe>"]],
    ["client-secret", "en", ["<display name>", "<client ID>"]],
  ]
  it.each(placeholders)("%s in %s shows what is missing", (kind, language, expected) => {
    expect(makeFollowUpTicket(kind, {}, language).body.match(/<[^>]+>/g)).toEqual(expected)
  })

  it.each(kinds)("writes %s in two different languages", (kind) => {
    const [danish, english] = [makeFollowUpTicket(kind, {}, "da"), makeFollowUpTicket(kind, {}, "en")]
    expect(danish.subject).not.toBe(english.subject)
    expect(danish.body).toMatch(/venligst/)
    expect(english.body).toMatch(/[Pp]lease/)
  })

  it("asks to keep the old secret until the new one is proven", () => {
    expect(makeFollowUpTicket("client-secret", {}, "en").body).toContain("Delete the old one only when")
    expect(makeFollowUpTicket("client-secret", {}, "da").body).toContain("Slet først den gamle, når")
  })
})
