import type { CommandSpec } from "../command.ts"
import { aboutTickets, clientSecretSources, destination, whichApp, workflowChoice } from "./shared-flags.ts"

export const rotate: CommandSpec = {
  name: "rotate",
  summary: "replace the client secret or the session secret, and make the new one live",
  examples: [
    { line: "idp-oidc rotate --app myapp", does: "walk through it" },
    { line: "idp-oidc rotate --app myapp --secret client", does: "print the ticket that orders a new one" },
    {
      line: "idp-oidc rotate --app myapp --secret client --yes --pr --client-secret-stdin < FILE",
      does: "store it, and make it live by a pull request",
    },
    {
      line: "idp-oidc rotate --app myapp --secret session --secrets-via aws --yes --pr",
      does: "replace the session secret; on chart 1.x nobody is logged out",
    },
    {
      line: "idp-oidc rotate --app myapp --secret client --verify --read-values --wait 5m",
      does: "prove that it is live",
    },
  ],
  flags: [
    ...whichApp,
    { name: "secret", kind: "text", choices: ["client", "session"], summary: "which secret to replace" },
    {
      name: "finish",
      kind: "switch",
      summary: "drop the previous session secret, when sessions have moved to the new one",
    },
    ...clientSecretSources,
    {
      name: "client-id",
      kind: "text",
      placeholder: "UUID",
      summary: "the Application (client) ID: a workflow is tried with it first, and the ticket names it",
    },
    {
      name: "secret-ends",
      kind: "text",
      placeholder: "DATE",
      summary: "the new client secret's last day, as YYYY-MM-DD",
    },
    {
      name: "secrets-via",
      kind: "text",
      choices: ["workflow", "aws", "skip"],
      summary: "how to store it (default: the repository's workflow); skip if it is stored already",
    },
    ...workflowChoice,
    { name: "verify", kind: "switch", summary: "change nothing: look whether the new one is live" },
    {
      name: "read-values",
      kind: "switch",
      summary: "with --verify: try the stored client secret at Entra, in memory",
    },
    {
      name: "wait",
      kind: "text",
      placeholder: "DURATION",
      summary: "with --verify: look again until nothing fails, for at most 5m or 90s",
    },
    ...aboutTickets,
    ...destination,
    { name: "dry-run", kind: "switch", summary: "show the plan and stop" },
    { name: "yes", kind: "switch", summary: "store and write without asking" },
  ],
}
