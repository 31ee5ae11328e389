import type { CommandSpec } from "../command.ts"

export const chart: CommandSpec = {
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
}
