import type { CommandSpec } from "../command.ts"

export const explain: CommandSpec = {
  name: "explain",
  summary: "say what an error means here, who fixes it and how",
  examples: [
    { line: "idp-oidc explain AADSTS50011", does: "explain a code of Entra" },
    { line: 'idp-oidc explain "State is missing"', does: "explain what a page says" },
    { line: "idp-oidc explain -", does: "read a pasted page, address or log from standard input" },
  ],
  positional: { placeholder: "TEXT", summary: "a code, a status, or pasted text; - reads it", many: true },
  flags: [
    {
      name: "ticket-language",
      kind: "text",
      choices: ["da", "en"],
      summary: "the servicedesk ticket's language (default: da)",
    },
  ],
}
