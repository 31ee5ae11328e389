/** Text that is already HTML; anything else is escaped when it enters a template. */
export class Html {
  readonly #source: string
  constructor(source: string) {
    this.#source = source
  }
  toString(): string {
    return this.#source
  }
}

type Insert = string | number | Html | readonly Html[]

/** Tagged template: what is inserted is escaped, unless it is `Html` itself. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  const render = (insert: Insert | undefined): string => {
    if (insert === undefined) return ""
    if (insert instanceof Html) return insert.toString()
    return Array.isArray(insert) ? insert.map(render).join("") : escapeText(String(insert))
  }
  return new Html(parts.map((part, index) => part + render(inserts[index])).join(""))
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}
const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? "")

/** Headers of every page: nothing is loaded from anywhere, and there is no script to run. */
export const pageHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
} as const

export interface Page {
  readonly title: string
  /** What this page really is. */
  readonly label: string
  readonly body: Html
  /** For tables. */
  readonly wide?: boolean
}

/** One card in the middle of the window, under its label. */
export const renderPage = ({ title, label, body, wide = false }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<p class="label">${label}</p>
<main class="${wide ? "wide" : ""}">
${body}
</main>
</body>
</html>
`.toString()

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --card: #fff; --back: #eef1f5; --line: #d0d7de; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa4af; --card: #1c2128; --back: #0f1318; --line: #373e47; --accent: #6cb6ff; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", sans-serif; }
.label { margin: 0; padding: .5rem 1rem; text-align: center; font-size: .875rem; color: var(--ink); background: repeating-linear-gradient(-45deg, #f4c43033 0 12px, #f4c4301a 12px 24px); border-bottom: 1px solid var(--line); }
main { max-width: 34rem; margin: 8vh auto; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
main.wide { max-width: 52rem; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
p { margin: .5rem 0; }
.soft { color: var(--soft); font-size: .9375rem; }
a { color: var(--accent); }
ul.users { list-style: none; margin: 1.25rem 0 0; padding: 0; display: grid; gap: .5rem; }
button { font: inherit; color: inherit; cursor: pointer; background: none; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; }
button:hover, button:focus-visible { border-color: var(--accent); outline: 2px solid var(--accent); outline-offset: 0; }
.users button { width: 100%; display: grid; grid-template-columns: 2.75rem 1fr; column-gap: .875rem; align-items: center; text-align: left; padding: .625rem .875rem; }
.users .initials { grid-row: span 3; width: 2.75rem; height: 2.75rem; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: var(--card); font-weight: 600; }
.users .name { font-weight: 600; }
.users .detail { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin: 1.25rem 0 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code, td { font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { margin: 0; padding: .75rem; overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; font: .8125rem/1.5 ui-monospace, monospace; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
td { padding: .25rem .5rem .25rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td:first-child { width: 16rem; color: var(--soft); }
@media (max-width: 40rem) { main { margin: 1rem; padding: 1.25rem; } td:first-child { width: 40%; } }
`
