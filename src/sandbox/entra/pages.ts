import { html, renderPage } from "../html.ts"
import type { SandboxUser } from "../users.ts"
import type { AadstsError, Trace } from "./aadsts.ts"
import { maxGroupsInToken } from "./claims.ts"

const label = "Stand-in for Microsoft Entra ID: runs on this machine only, never asks for a password"

/** "Pick an account": one button a person; it is a plain form, so scripts and keyboards can use it. */
export const renderAccountPicker = (appName: string, users: readonly SandboxUser[]): string =>
  renderPage({
    title: "Sign in to your account",
    label,
    body: html`<h1>Pick an account</h1>
<p class="soft">to sign in to <strong>${appName}</strong></p>
<form method="post">
<ul class="users">
${users.map(
  (user) => html`<li><button name="user" value="${user.id}">
<span class="initials" aria-hidden="true">${initials(user.name)}</span>
<span class="name">${user.name}</span>
<span class="detail">${user.email ?? "no mailbox"}</span>
<span class="detail">${groupSummary(user.groups)}</span>
</button></li>
`,
)}</ul>
<p class="actions"><button name="decline" value="yes">Cancel</button> <span class="soft">answers as if you had declined</span></p>
</form>`,
  })

export const renderErrorPage = (
  error: AadstsError,
  trace: Trace,
  registered: readonly string[] | undefined,
): string =>
  renderPage({
    title: "Sign in to your account",
    label,
    body: html`<h1>Sign in</h1>
<p>Sorry, but we’re having trouble signing you in.</p>
<p><strong>AADSTS${String(error.code)}</strong>: ${error.message}</p>
${
  registered
    ? html`<h2>Registered redirect URIs</h2>
<ul>${registered.map((uri) => html`<li><code>${uri}</code></li>`)}</ul>`
    : ""
}
<dl>
<dt>Request Id</dt><dd><code>${trace.traceId}</code></dd>
<dt>Correlation Id</dt><dd><code>${trace.correlationId}</code></dd>
<dt>Timestamp</dt><dd><code>${trace.timestamp}</code></dd>
</dl>`,
  })

/**
 * Entra stays on a page of its own where it may not send the browser back. Source: Microsoft, "OpenID Connect on the
 * Microsoft identity platform", send a sign-out request.
 */
export const renderSignedOut = (): string =>
  renderPage({
    title: "Signed out",
    label,
    body: html`<h1>You signed out of your account</h1>
<p class="soft">It’s a good idea to close all browser windows.</p>`,
  })

export const renderExpiredLogin = (): string =>
  renderPage({
    title: "Sign in to your account",
    label,
    body: html`<h1>This sign-in page is too old</h1>
<p>Open the app’s address again to sign in.</p>`,
  })

const initials = (name: string): string =>
  name
    .split(" ")
    .map((word) => [...word][0] ?? "")
    .slice(0, 2)
    .join("")

function groupSummary(groups: readonly string[]): string {
  if (groups.length === 0) return "in no group"
  if (groups.length > maxGroupsInToken) return `in ${groups.length} groups, too many for a token`
  return `in ${groups.join(", ")}`
}
