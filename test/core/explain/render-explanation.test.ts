import { describe, expect, it } from "vitest"
import { aadstsCatalogue } from "../../../src/core/entra/aadsts-catalogue.ts"
import { explain } from "../../../src/core/explain/explain.ts"
import { httpStatuses } from "../../../src/core/explain/http-statuses.ts"
import { messages } from "../../../src/core/explain/messages.ts"
import { oauthErrors } from "../../../src/core/explain/oauth-errors.ts"
import { renderExplanation, renderUnexplained } from "../../../src/core/explain/render-explanation.ts"
import { serverPages } from "../../../src/core/explain/server-pages.ts"

function render(input: string, width = 80): string {
  const explanation = explain(input, { language: "en" })
  if (explanation.kind !== "explained") throw new Error(`not explained: ${input}`)
  return renderExplanation(explanation, { width, bold: (text) => `*${text}*` })
}

const inputs = [
  ...aadstsCatalogue.flatMap(({ codes }) => codes.map(String)),
  ...[...oauthErrors, ...httpStatuses, ...messages, ...serverPages].map(({ id }) => id),
]

describe("renderExplanation", () => {
  it("says what, why, who and what to do, then the ticket", () => {
    expect(
      render(`AADSTS7000222: The keys for app '3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f' are expired.`),
    ).toBe(
      `*AADSTS7000222: The client secret has expired*

  why   Every client secret has an end date, 24 months away at most. Nobody can
        log in until it is replaced.
  who   servicedesk
  do    Ask servicedesk for a new client secret; idp-oidc rotate --secret client
        then stores it and makes it live.
  seen  client ID 3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f
  read  https://login.microsoftonline.com/error?code=7000222

  The ticket to servicedesk:

    New client secret for an Entra app registration: <display name>

    Please add a new client secret. Send me the Value (not the Secret ID)
    through a secure channel, and tell me its end date. Delete the old one only
    when I have confirmed that the new one works.

    App registration: <display name>
    Application (client) ID: 3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f
`,
    )
  })

  it.each(inputs)("%s fits in 80 columns", (input) => {
    const tooLong = render(input)
      .split("\n")
      .filter((line) => line.replace(/^\*|\*$/g, "").length > 80)
    expect(tooLong).toEqual([])
  })

  it("never breaks a command, which is there to be copied", () => {
    expect(render("secret-not-found", 30)).toContain("kubectl describe externalsecret -n <namespace>\n")
  })
})

describe("renderUnexplained", () => {
  it("offers the nearest topic and what can be explained", () => {
    const text = renderUnexplained({ kind: "unexplained", near: "access_denied" })
    expect(text).toContain("Did you mean idp-oidc explain access_denied?")
    expect(text).toContain("AADSTS50011")
    expect(renderUnexplained({ kind: "unexplained", near: undefined })).not.toContain("Did you mean")
  })
})
