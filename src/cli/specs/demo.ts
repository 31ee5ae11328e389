import type { CommandSpec } from "../command.ts"

export const demo: CommandSpec = {
  name: "demo",
  summary: "the whole story in a throwaway folder: init, a running login, proof that it holds",
  examples: [
    { line: "idp-oidc demo", does: "try it (opens a local address to log in at)" },
    { line: "idp-oidc demo --json", does: "log in by script and print what was seen" },
  ],
  flags: [],
}
