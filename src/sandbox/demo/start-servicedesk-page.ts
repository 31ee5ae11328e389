import { createServer } from "node:http"
import { html, pageHeaders, renderPage } from "../html.ts"
import { type Loopback, listenOnLoopback } from "../loopback.ts"
import type { ClientSecret, Servicedesk } from "../world/servicedesk.ts"

/**
 * Servicedesk's answer as a page on loopback, so that the secret stands neither in a file nor in the terminal's history. What has to be
 * pasted is selected as a whole by one click; programs get plain text.
 */
export async function startServicedeskPage({ clientId, makeSecret }: Servicedesk): Promise<Loopback> {
  const answer = { clientId, secret: makeSecret() }
  const server = createServer(({ url, headers: { accept = "" } }, response) => {
    if (url !== "/") response.writeHead(404).end()
    else if (accept.includes("text/html")) response.writeHead(200, pageHeaders).end(renderAnswer(answer))
    else response.writeHead(200, plainHeaders).end(renderPlainAnswer(answer))
  })
  return listenOnLoopback(server)
}

const plainHeaders = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" }

interface ServicedeskAnswer {
  readonly clientId: string
  readonly secret: ClientSecret
}

/** With the Secret ID, which people take for the secret, because real answers have it too. */
const rowsOf = ({ clientId, secret }: ServicedeskAnswer) =>
  [
    ["Application (client) ID", clientId],
    ["Client secret, Value", secret.value],
    ["Client secret, Secret ID", secret.secretId],
    ["Client secret, ends on", secret.endsOn],
  ] as const

const renderAnswer = (answer: ServicedeskAnswer): string =>
  renderPage({
    title: "Servicedesk: your app registration is ready",
    label: "Servicedesk of the demo: all of this was made up when it started and ends with it",
    wide: true,
    body: html`<h1>Your app registration is ready</h1>
<p class="soft">One click selects a whole value; copy it and paste it where the wizard asks for it.</p>
<table><tbody>
${rowsOf(answer).map(([name, value]) => html`<tr><td>${name}</td><td style="user-select: all">${value}</td></tr>`)}
</tbody></table>
<p class="soft">The Secret ID is not the secret. Real answers have it too, and it is pasted by mistake all the time: try what happens.</p>`,
  })

const renderPlainAnswer = (answer: ServicedeskAnswer): string =>
  rowsOf(answer)
    .map(([name, value]) => `${name.padEnd(24)}  ${value}\n`)
    .join("")
