import type { CommandSpec } from "../command.ts"

export const serve: CommandSpec = {
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
      summary: "where Traefik asks (default: :4180, on every interface)",
    },
    {
      name: "admin-listen",
      kind: "text",
      placeholder: "ADDR",
      summary: "health, readiness, metrics (default: :9090, on every interface)",
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
}
