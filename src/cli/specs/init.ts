import type { CommandSpec } from "../command.ts"
import { clientSecretSources, destination, workflowChoice } from "./shared-flags.ts"

export const init: CommandSpec = {
  name: "init",
  summary: "put single sign-on in front of an app in this apps repo",
  examples: [
    { line: "idp-oidc init", does: "walk through it" },
    { line: "idp-oidc init --app myapp --dry-run", does: "show what would change, change nothing" },
    { line: "idp-oidc init --app myapp --yes --commit", does: "write the chart's two files on a branch" },
    {
      line: "idp-oidc init --app myapp --yes --client-id UUID --client-secret-stdin < FILE",
      does: "store the three secrets, once servicedesk has answered",
    },
    { line: "idp-oidc init --app myapp --yes --commit --wire", does: "then reference it from the ingress" },
  ],
  flags: [
    {
      name: "repo",
      kind: "text",
      placeholder: "DIR",
      summary: "the apps repo (default: the one around this folder)",
    },
    {
      name: "namespace",
      kind: "text",
      placeholder: "NS",
      summary: "the app's namespace, a folder of apps/",
    },
    { name: "app", kind: "text", placeholder: "APP", summary: "the app to protect, a folder of apps/NS/" },
    { name: "name", kind: "text", placeholder: "DIRNAME", summary: "the new release (default: APP-oidc)" },
    {
      name: "display-name",
      kind: "text",
      placeholder: "TEXT",
      summary: "the app registration's display name",
    },
    {
      name: "host",
      kind: "list",
      placeholder: "HOST",
      summary: "a host to protect (default: all that the ingress serves)",
    },
    {
      name: "ingress",
      kind: "text",
      choices: ["public", "private", "both"],
      summary: "which ingress to protect",
    },
    { name: "bypass", kind: "list", placeholder: "PATH", summary: "an exact path reachable without login" },
    {
      name: "group",
      kind: "list",
      placeholder: "NAME",
      summary: "only members of one of these groups may enter",
    },
    {
      name: "claim",
      kind: "list",
      placeholder: "JSON",
      summary: 'a claim rule: {"name":"roles","anyOf":["reader"]}',
    },
    {
      name: "runtime",
      kind: "text",
      choices: ["platform", "forward-auth"],
      summary: "0.3.x of the chart, or 1.x (ours)",
    },
    { name: "chart-version", kind: "text", placeholder: "V", summary: "pin this chart version" },
    {
      name: "cookie-prefix",
      kind: "text",
      placeholder: "P",
      summary: "what the session cookie's name starts with",
    },
    {
      name: "ticket-language",
      kind: "text",
      choices: ["da", "en"],
      summary: "the servicedesk ticket's language (default: da)",
    },
    {
      name: "ticket-out",
      kind: "text",
      placeholder: "FILE",
      summary: "write the servicedesk ticket to a file",
    },
    {
      name: "client-id",
      kind: "text",
      placeholder: "UUID",
      summary: "the Application (client) ID from servicedesk: stores the three secrets",
    },
    ...clientSecretSources,
    {
      name: "secrets-via",
      kind: "text",
      choices: ["workflow", "aws", "skip"],
      summary: "how to store the secrets (default: the repository's workflow)",
    },
    ...workflowChoice,
    { name: "overwrite", kind: "switch", summary: "store secrets that are there already once more" },
    ...destination,
    {
      name: "wire",
      kind: "optional",
      choices: ["unverified"],
      summary: "reference the middleware from the ingress (needs evidence that it is deployed)",
    },
    { name: "dry-run", kind: "switch", summary: "show the plan and stop" },
    { name: "yes", kind: "switch", summary: "accept every derived default (never wires)" },
    {
      name: "forget",
      kind: "switch",
      summary: "forget what was answered and done for the app on other days, and stop",
    },
  ],
}
