import type { CommandSpec, FlagSpec } from "./command.ts"

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
const whichApp: readonly FlagSpec[] = [
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

const clientSecretSources: readonly FlagSpec[] = [
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

const workflowChoice: readonly FlagSpec[] = [
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

const aboutTickets: readonly FlagSpec[] = [
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

const destination: readonly FlagSpec[] = [
  { name: "branch", kind: "text", placeholder: "B", summary: "the branch to commit to" },
  { name: "commit", kind: "switch", summary: "commit to a new branch of the local repository" },
  { name: "pr", kind: "switch", summary: "commit to a branch on GitHub and open its pull request" },
  { name: "no-commit", kind: "switch", summary: "write the files and leave them uncommitted" },
]

/** Every command, in the order of `--help`. */
export const commands: readonly CommandSpec[] = [
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
    name: "preview",
    summary: "run the real login on this laptop, in front of your app or an echo app",
    examples: [
      { line: "idp-oidc preview apps/my-namespace/myapp-oidc", does: "log in locally with those values" },
      {
        line: "idp-oidc preview DIR --app http://localhost:3000",
        does: "put the login in front of your own app",
      },
    ],
    positional: { placeholder: "DIR", summary: "the folder with application.yaml and values.yaml" },
    flags: [
      {
        name: "app",
        kind: "text",
        placeholder: "URL",
        summary: "the app to protect (default: an app that echoes its headers)",
      },
      {
        name: "port",
        kind: "text",
        placeholder: "N",
        summary: "the port to browse to (default: any free one)",
      },
      {
        name: "users",
        kind: "text",
        placeholder: "FILE",
        summary: "YAML or JSON list of users (default: four samples)",
      },
    ],
  },
  {
    name: "demo",
    summary: "the whole story in a throwaway folder: init, a running login, proof that it holds",
    examples: [
      { line: "idp-oidc demo", does: "try it (opens a local address to log in at)" },
      { line: "idp-oidc demo --json", does: "log in by script and print what was seen" },
    ],
    flags: [],
  },
  {
    name: "serve",
    summary: "run the forward-auth OIDC server",
    examples: [
      { line: "idp-oidc serve --config values.yaml --secrets /run/secrets/oidc", does: "serve one app" },
      {
        line: "idp-oidc serve --config apps/ --secrets secrets/",
        does: "serve one app per file of a folder",
      },
    ],
    flags: [
      {
        name: "config",
        kind: "text",
        placeholder: "FILE|DIR",
        summary: "values.yaml, or a folder of <app>.yaml",
      },
      {
        name: "secrets",
        kind: "text",
        placeholder: "DIR",
        summary: "client_id, client_secret, session_secret; DIR/<app>/ for a folder of apps",
      },
      {
        name: "listen",
        kind: "text",
        placeholder: "ADDR",
        summary: "where Traefik asks (default: 0.0.0.0:4180)",
      },
      {
        name: "admin-listen",
        kind: "text",
        placeholder: "ADDR",
        summary: "health, readiness, metrics (default: 0.0.0.0:9090)",
      },
      {
        name: "workers",
        kind: "text",
        placeholder: "N",
        summary: "processes that share the work (default: 1; replicas are the better way)",
      },
      {
        name: "drain-delay",
        kind: "text",
        placeholder: "SECONDS",
        summary: "serve on for that long after being told to stop (default: 0)",
      },
    ],
  },
  {
    name: "chart",
    summary: "write the Helm chart that deploys the server, to publish or to vendor",
    examples: [
      {
        line: "idp-oidc chart --out idp-oidc-middleware",
        does: "write it, or bring an earlier version up to date",
      },
      {
        line: "idp-oidc chart --out DIR --tenant-id ID --image registry.example/idp-oidc",
        does: "with the defaults that apps need not set",
      },
    ],
    flags: [
      {
        name: "out",
        kind: "text",
        placeholder: "DIR",
        summary: "the chart's folder: new, empty, or an earlier version",
      },
      {
        name: "tenant-id",
        kind: "text",
        placeholder: "ID",
        summary: "the company's Entra tenant, as a default",
      },
      {
        name: "image",
        kind: "text",
        placeholder: "NAME",
        summary: "registry and name of the image, as a default",
      },
    ],
  },
  {
    name: "completion",
    summary: "print a script with which bash, zsh or fish complete commands and flags",
    examples: [
      { line: 'eval "$(idp-oidc completion bash)"', does: "in ~/.bashrc; zsh is alike" },
      { line: "idp-oidc completion fish | source", does: "in config.fish" },
    ],
    positional: { placeholder: "SHELL", summary: "bash, zsh or fish" },
    flags: [],
  },
]
