import type { CommandSpec } from "../command.ts"

export const doctor: CommandSpec = {
  name: "doctor",
  summary: "find out why login does not work, and what to do about it",
  examples: [
    { line: "idp-oidc doctor", does: "look at every login of this apps repo" },
    { line: "idp-oidc doctor --app myapp --fix", does: "repair what can be derived, with a diff" },
    { line: "idp-oidc doctor --symptom loop", does: "explain a login that never ends" },
    { line: "idp-oidc doctor --explain OIDC203", does: "say more about one check" },
    { line: "idp-oidc doctor --offline --format sarif", does: "for a pull request's checks" },
  ],
  flags: [
    {
      name: "repo",
      kind: "text",
      placeholder: "DIR",
      summary: "the apps repo (default: the one around this folder)",
    },
    { name: "namespace", kind: "text", placeholder: "NS", summary: "only this folder of apps/" },
    {
      name: "app",
      kind: "text",
      placeholder: "APP",
      summary: "only this app, or the release in front of it",
    },
    { name: "group", kind: "list", placeholder: "G", summary: "only the checks of a group" },
    { name: "only", kind: "list", placeholder: "ID", summary: "only this check" },
    { name: "skip", kind: "list", placeholder: "ID", summary: "leave this check out" },
    {
      name: "symptom",
      kind: "text",
      choices: ["loop", "404", "403", "cookie", "secret-not-found", "health"],
      summary: "what users see: run the checks that can explain it, and say which does",
    },
    { name: "offline", kind: "switch", summary: "ask nobody: look at the files alone" },
    {
      name: "read-values",
      kind: "switch",
      summary: "read the three secrets from AWS, in memory only, and try the client secret with Entra",
    },
    {
      name: "claims",
      kind: "text",
      placeholder: "FILE",
      summary: "the claims of a user's token, as JSON: who is refused, and why (- reads standard input)",
    },
    {
      name: "wait",
      kind: "text",
      placeholder: "DURATION",
      summary: "look again until nothing fails, for at most 3m or 90s",
    },
    { name: "fix", kind: "switch", summary: "edit the files where the right value can be derived" },
    { name: "dry-run", kind: "switch", summary: "with --fix: show the edits and make none" },
    {
      name: "fail-on",
      kind: "text",
      choices: ["warn", "fail"],
      summary: "what makes the exit code 1 (default: fail)",
    },
    {
      name: "format",
      kind: "text",
      choices: ["text", "json", "junit", "sarif"],
      summary: "how to report (default: text)",
    },
    { name: "list", kind: "switch", summary: "list the checks and stop" },
    { name: "explain", kind: "text", placeholder: "ID", summary: "explain one check and stop" },
  ],
}
