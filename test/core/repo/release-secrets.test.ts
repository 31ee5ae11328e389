import { describe, expect, it } from "vitest"
import { parseReleaseSecrets, type ReleaseSecrets } from "../../../src/core/repo/release-secrets.ts"

const guide = {
  clientId: "customer/shop/web-oidc-client-id",
  clientSecret: "customer/shop/web-oidc-client-secret",
  sessionSecret: "customer/shop/web-oidc-session-secret",
}

describe("parseReleaseSecrets", () => {
  it.each<[name: string, values: string | undefined, expected: ReleaseSecrets]>([
    ["no file", undefined, { kind: "together", path: "customer/shop/web-oidc" }],
    ["nothing said", "domain: x\n", { kind: "together", path: "customer/shop/web-oidc" }],
    [
      "paths of its own",
      "externalSecret:\n  separateSecrets:\n    clientSecret: customer/shop/other\n",
      { kind: "separate", paths: { ...guide, clientSecret: "customer/shop/other" } },
    ],
    [
      "one JSON text by name",
      "externalSecret: {remoteSecretName: all}\n",
      { kind: "together", path: "customer/shop/all" },
    ],
    [
      "one JSON text by path, which wins",
      "externalSecret: {remoteSecretName: all, remoteSecretPath: a/b}\n",
      { kind: "together", path: "a/b" },
    ],
    [
      "both ways at once: the separate ones win",
      "externalSecret:\n  remoteSecretName: all\n  separateSecrets: {clientId: x}\n",
      { kind: "separate", paths: { ...guide, clientId: "x" } },
    ],
    ["a Secret that others make", "externalSecret: {enabled: false}\n", { kind: "elsewhere" }],
  ])("reads %s", (_, values, expected) => {
    expect(parseReleaseSecrets(values, { namespace: "shop", app: "web", release: "web-oidc" })).toEqual(
      expected,
    )
  })
})
