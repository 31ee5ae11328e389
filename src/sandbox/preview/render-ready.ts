import type { SandboxUser } from "../users.ts"

export interface ReadyPreview {
  readonly url: string
  readonly plainUrl: string
  readonly issuer: string
  readonly adminUrl: string
  readonly users: readonly SandboxUser[]
  /** What stands behind the login: an address, or the echo app. */
  readonly app: string | undefined
  /** As the user named it. */
  readonly valuesPath: string
}

/** The one line of `preview --json`. */
export const makeReadyDocument = ({ url, issuer, adminUrl, users }: ReadyPreview) => ({
  schema: 1,
  url,
  issuer,
  adminUrl,
  users: users.map(({ id, name, email, groups }) => ({ id, name, email: email ?? null, groups })),
})

/**
 * ```
 * Open  http://myapp.my-namespace.idp.example.localhost:8080/
 *   or  http://127.0.0.1:8080/ where that name does not resolve
 *
 * Pick one of these, no password:
 *   Jørgen Ærø   jorgen.aero@example.com   myapp-admin, all-staff
 * ```
 */
export function renderReady({ url, plainUrl, users, app, valuesPath, adminUrl }: ReadyPreview): string {
  const width = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length))
  const names = width(users.map(({ name }) => name))
  const emails = width(users.map(({ email }) => email ?? ""))
  return [
    `Open  ${url}`,
    `  or  ${plainUrl} where that name does not resolve`,
    "",
    "Pick one of these, no password:",
    ...users.map(({ name, email = "", groups }) =>
      `  ${name.padEnd(names)}  ${email.padEnd(emails)}  ${summarize(groups)}`.trimEnd(),
    ),
    "",
    "Real      the login server and its rules, from",
    `          ${valuesPath}`,
    `Stand-in  Entra ID, the ingress${app === undefined ? ", and an app that shows what it receives" : ""}`,
    ...(app === undefined ? [] : [`Your app  ${app}`]),
    `Health    ${adminUrl}/readyz`,
    "",
    "Ctrl+C to stop.",
    "",
  ].join("\n")
}

const summarize = (groups: readonly string[]): string =>
  groups.length > 5 ? `${groups.length} groups` : groups.join(", ")
