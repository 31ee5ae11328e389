/**
 * Our pages: one HTML document without scripts, images or anything from elsewhere. They are shown on the app's own host,
 * so a script that got in here would run as the app; hence a policy that allows one style and nothing else.
 */
import { createHash } from "node:crypto"
import type { Header } from "../reply.ts"

export interface Page {
  readonly title: string
  /** One sentence each. */
  readonly paragraphs: readonly string[]
  /** Facts that help whoever is asked for help. */
  readonly details: readonly { readonly label: string; readonly text: string }[]
  readonly actions: readonly { readonly label: string; readonly href: string }[]
}

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --muted: #57606a; --line: #d0d7de; --paper: #fff; --ground: #f6f8fa; --accent: #0b57b0 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --muted: #9da7b1; --line: #3d444d; --paper: #151b23; --ground: #0d1117; --accent: #79b8ff } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif }
main { width: 100%; max-width: 36rem; padding: clamp(1.25rem, 5vw, 2.5rem); background: var(--paper); border: 1px solid var(--line); border-radius: .75rem }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25 }
p { margin: 0 0 .75rem; overflow-wrap: anywhere }
dl { margin: 1.25rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; font-size: .875rem; color: var(--muted) }
dd { margin: 0; overflow-wrap: anywhere }
nav { margin-top: 1.5rem; display: flex; flex-wrap: wrap; gap: .75rem }
a { color: var(--accent) }
nav a { padding: .5rem 1.25rem; border: 1px solid var(--accent); border-radius: .5rem; text-decoration: none; font-weight: 600 }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
`

const styleHash = createHash("sha256").update(style).digest("base64")

/** Source: W3C Content Security Policy Level 3; `frame-ancestors` is what replaced `X-Frame-Options`. */
export const pageHeaders: readonly Header[] = [
  ["Content-Type", "text/html; charset=utf-8"],
  [
    "Content-Security-Policy",
    `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  ],
  ["X-Frame-Options", "DENY"],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
]

/** A page of the app's own may bring its style and pictures, but no script and no frame around it. */
export const customPageHeaders: readonly Header[] = pageHeaders.map(([name, value]) =>
  name === "Content-Security-Policy"
    ? [
        name,
        "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      ]
    : [name, value],
)

export function renderPage({ title, paragraphs, details, actions }: Page): string {
  const facts = details.map(({ label, text }) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd>`)
  const links = actions.map(({ label, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(label)}</a>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}
${links.length > 0 ? `<nav>${links.join("")}</nav>` : ""}
${facts.length > 0 ? `<dl>${facts.join("")}</dl>` : ""}
</main>
</body>
</html>
`
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Text as HTML, inside elements and quoted attributes. Source: OWASP, "Cross Site Scripting Prevention". */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? "")
