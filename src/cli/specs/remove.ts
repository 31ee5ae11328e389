import type { CommandSpec } from "../command.ts"
import { aboutTickets, destination, whichApp } from "./shared-flags.ts"

export const remove: CommandSpec = {
  name: "remove",
  summary: "take login away again, in the order that never takes the app offline",
  examples: [
    { line: "idp-oidc remove --app myapp", does: "show what is due, and ask" },
    { line: "idp-oidc remove --app myapp --dry-run", does: "show it, change nothing" },
    { line: "idp-oidc remove --app myapp --yes --pr", does: "turn login off, as a pull request" },
    {
      line: "idp-oidc remove --app myapp --yes --pr",
      does: "once that is merged and deployed: delete the middleware",
    },
  ],
  flags: [
    ...whichApp,
    {
      name: "client-id",
      kind: "text",
      placeholder: "UUID",
      summary: "the Application (client) ID, for the ticket that asks to delete it",
    },
    ...aboutTickets,
    ...destination,
    { name: "dry-run", kind: "switch", summary: "show the plan and stop" },
    { name: "yes", kind: "switch", summary: "write what is due without asking" },
  ],
}
