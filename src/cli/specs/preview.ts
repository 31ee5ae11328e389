import type { CommandSpec } from "../command.ts"

export const preview: CommandSpec = {
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
}
