/** Flags that several commands take, each written once. */
import type { FlagSpec } from "../command.ts"

/** Flags that every command takes. */
export const globalFlags: readonly FlagSpec[] = [
  { name: "json", kind: "switch", summary: "print one JSON document on stdout" },
  { name: "no-color", kind: "switch", summary: "print without colours (so does NO_COLOR)" },
  { name: "accessible", kind: "switch", summary: "plain line prompts, nothing redrawn (so does ACCESSIBLE)" },
  { name: "quiet", kind: "switch", summary: "no progress on stderr" },
  { name: "help", short: "h", kind: "switch", summary: "show help" },
  { name: "version", kind: "switch", summary: "print the version" },
]

/** Of the commands that change a login that is there. */
export const whichApp: readonly FlagSpec[] = [
  {
    name: "repo",
    kind: "text",
    placeholder: "DIR",
    summary: "the apps repo (default: the one around this folder)",
  },
  { name: "namespace", kind: "text", placeholder: "NS", summary: "the app's namespace, a folder of apps/" },
  {
    name: "app",
    kind: "text",
    placeholder: "APP",
    summary: "the app behind the login, a folder of apps/NS/",
  },
  { name: "name", kind: "text", placeholder: "DIRNAME", summary: "the release (default: the app's own)" },
]

export const clientSecretSources: readonly FlagSpec[] = [
  {
    name: "client-secret-stdin",
    kind: "switch",
    summary: "read the client secret's Value from standard input",
  },
  {
    name: "client-secret-file",
    kind: "text",
    placeholder: "FILE",
    summary: "read the client secret's Value from a file",
  },
]

export const workflowChoice: readonly FlagSpec[] = [
  {
    name: "workflow",
    kind: "text",
    placeholder: "FILE",
    summary: "the workflow that stores secrets of the namespace",
  },
  {
    name: "ref",
    kind: "text",
    placeholder: "BRANCH",
    summary: "the branch whose workflow runs (default: the default branch)",
  },
]

export const aboutTickets: readonly FlagSpec[] = [
  {
    name: "display-name",
    kind: "text",
    placeholder: "TEXT",
    summary: "the app registration's display name, for the ticket",
  },
  {
    name: "ticket-language",
    kind: "text",
    choices: ["da", "en"],
    summary: "the servicedesk ticket's language (default: da)",
  },
]

export const destination: readonly FlagSpec[] = [
  { name: "branch", kind: "text", placeholder: "B", summary: "the branch to commit to" },
  { name: "commit", kind: "switch", summary: "commit to a new branch of the local repository" },
  { name: "pr", kind: "switch", summary: "commit to a branch on GitHub and open its pull request" },
  { name: "no-commit", kind: "switch", summary: "write the files and leave them uncommitted" },
]
