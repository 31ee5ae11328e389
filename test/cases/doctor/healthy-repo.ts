/** The demo's apps repo with two logins that are as they should be: one public on 0.3.x, one private on 1.x. */
import { profilePath } from "../../../src/core/contract/profile.ts"
import { makeAppsRepo } from "../../../src/sandbox/demo/apps-repo.ts"

export const paths = {
  app: "apps/shop-test/webshop/values.yaml",
  appApplication: "apps/shop-test/webshop/application.yaml",
  application: "apps/shop-test/webshop-oidc/application.yaml",
  values: "apps/shop-test/webshop-oidc/values.yaml",
  privateApp: "apps/shop-test/orders-api/values.yaml",
  privateValues: "apps/shop-test/orders-api-oidc/values.yaml",
  job: "apps/shop-test/nightly-export/values.yaml",
  workflow: ".github/workflows/secrets-shop-test.yml",
} as const

const application = (name: string, version: string): string => `apiVersion: v2
name: ${name}
description: OIDC middleware
version: 0.1.0
helm:
  chart: helm/idp-oidc-middleware
  chartVersion: "${version}"
`

const values = (app: string, domain: string, prefix: string): string => `domain: ${domain}
cookieNamePrefix: ${prefix}
bypassPaths:
  - /healthz/live
authorization:
  assertClaims:
    - name: groups
      anyOf:
        - awssso-${app}-user
externalSecret:
  separateSecrets:
    clientId: customer/shop-test/${app}-oidc-client-id
    clientSecret: customer/shop-test/${app}-oidc-client-secret
    sessionSecret: customer/shop-test/${app}-oidc-session-secret
`

export function makeHealthyRepo(): Map<string, string> {
  const texts = new Map(makeAppsRepo("servicedesk@example.com"))
  // The doctor's cases are about the platform's own defaults.
  texts.delete(profilePath)
  texts.set(paths.application, application("webshop-oidc", "0.3.3"))
  texts.set(paths.values, values("webshop", "webshop.shop-test.idp.example.com", "_Webshop_"))
  replace(
    texts,
    paths.app,
    "            - shop-test-compress@kubernetescrd\n",
    "            - shop-test-compress@kubernetescrd\n            - shop-test-webshop-oidc@kubernetescrd\n",
  )
  texts.set("apps/shop-test/orders-api-oidc/application.yaml", application("orders-api-oidc", "1.0.0"))
  texts.set(
    paths.privateValues,
    values("orders-api", "internal-orders.shop-test.idp.example.com", "_OrdersApi_"),
  )
  replace(
    texts,
    paths.privateApp,
    "wildcardCertificate: true\n",
    "wildcardCertificate: true\n    middlewares:\n      - shop-test-orders-api-oidc@kubernetescrd\n",
  )
  return texts
}

/** Fails where the text to replace is not there, so that no case silently tests the healthy repo. */
export function replace(
  texts: Map<string, string>,
  path: string,
  before: string | RegExp,
  after: string,
): void {
  const text = texts.get(path) ?? ""
  const changed = text.replace(before, after)
  if (changed === text) throw new Error(`${path} has no ${before}`)
  texts.set(path, changed)
}
