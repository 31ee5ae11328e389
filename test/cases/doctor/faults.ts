/** One fault each, made in a healthy repo, and what the doctor must say about it. */
import { paths, replace } from "./healthy-repo.ts"

export interface Fault {
  readonly name: string
  /** The check that names it, and how badly. */
  readonly complaint: `OIDC${number} ${"fail" | "warn"}`
  /** What else must complain, since one mistake can be wrong in two ways. */
  readonly also?: readonly string[]
  /** The file that the finding points into. */
  readonly path: string
  /** True where `--fix` leaves the repo healthy again. */
  readonly fixable?: true
  readonly make: (texts: Map<string, string>) => void
}

const edit =
  (path: string, before: string | RegExp, after: string) =>
  (texts: Map<string, string>): void =>
    replace(texts, path, before, after)

const add =
  (path: string, more: string) =>
  (texts: Map<string, string>): void => {
    texts.set(path, `${texts.get(path) ?? ""}${more}`)
  }

const { app, application, values, privateApp, privateValues, workflow, job, appApplication } = paths
const reference = "shop-test-webshop-oidc@kubernetescrd"
const host = "webshop.shop-test.idp.example.com"
const fakeGroupId = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"

const fault = (
  name: string,
  complaint: Fault["complaint"],
  path: string,
  make: Fault["make"],
  more: Pick<Fault, "also" | "fixable"> = {},
): Fault => ({ name, complaint, path, make, ...more })

const fixable = { fixable: true } as const

export const faults: readonly Fault[] = [
  fault(
    "an app one folder too deep",
    "OIDC010 warn",
    "apps/shop-test/team/extra/application.yaml",
    (texts) => {
      texts.set("apps/shop-test/team/extra/application.yaml", "apiVersion: v2\n")
    },
  ),
  fault("conflict markers", "OIDC012 fail", job, (texts) => {
    const conflict = `<<<<<<< HEAD\nschedule: a\n${"=".repeat(7)}\nschedule: b\n>>>>>>> other\n`
    texts.set(job, `${conflict}${texts.get(job) ?? ""}`)
  }),
  fault("a client secret in the app's values", "OIDC014 fail", app, (texts) => {
    add(app, `secret:\n  OIDC_CLIENT_SECRET: ${"x1y8Q~"}${"aB3dE6gH9".repeat(4).slice(0, 34)}\n`)(texts)
  }),
  fault(
    "a session secret in the release's values",
    "OIDC014 fail",
    values,
    (texts) => {
      replace(
        texts,
        values,
        "sessionSecret: customer/shop-test/webshop-oidc-session-secret",
        `sessionSecret: ${"0123456789abcdef".repeat(2)}`,
      )
    },
    { also: ["OIDC110 fail"] },
  ),
  fault("no application.yaml", "OIDC101 fail", application, (texts) => {
    texts.delete(application)
  }),
  fault(
    "another chart",
    "OIDC101 fail",
    application,
    edit(application, "idp-oidc-middleware", "idp-odic-middleware"),
    fixable,
  ),
  fault(
    "another name than the folder's",
    "OIDC101 warn",
    application,
    edit(application, "name: webshop-oidc", "name: webshop"),
    fixable,
  ),
  fault(
    "no chart",
    "OIDC101 fail",
    application,
    edit(application, "  chart: helm/idp-oidc-middleware\n", ""),
  ),
  fault("a chart version behind", "OIDC102 warn", application, edit(application, "0.3.3", "0.3.2"), fixable),
  fault(
    "a chart version that never was",
    "OIDC102 fail",
    application,
    edit(application, "0.3.3", "0.2.9"),
    fixable,
  ),
  fault(
    "a chart version without quotes",
    "OIDC103 warn",
    application,
    edit(application, '"0.3.3"', "0.3.3"),
    fixable,
  ),
  fault("a chart version that is a number", "OIDC103 fail", application, edit(application, '"0.3.3"', "0.3")),
  fault("a misspelt key", "OIDC104 fail", values, edit(values, "bypassPaths", "bypassPath"), fixable),
  fault("a misspelt secret", "OIDC104 fail", values, edit(values, "clientSecret:", "clientsecret:"), {
    also: ["OIDC109 fail"],
    ...fixable,
  }),
  fault(
    "a key of the wrong type",
    "OIDC104 fail",
    values,
    edit(values, "bypassPaths:\n  - /healthz/live", "bypassPaths: /healthz/live"),
  ),
  fault(
    "the schema of another version for editors",
    "OIDC104 warn",
    values,
    edit(
      values,
      /^/,
      "# yaml-language-server: $schema=https://schemas.example.com/idp-oidc-middleware/v0.3.1.json\n",
    ),
    fixable,
  ),
  fault("our own block on 0.3.x", "OIDC104 fail", values, add(values, "forwardAuth:\n  replicas: 2\n")),
  fault("no domain", "OIDC104 fail", values, edit(values, /^domain.*\n/, "")),
  fault("a tab", "OIDC104 fail", values, edit(values, "  - /healthz/live", "\t- /healthz/live")),
  fault("a key twice", "OIDC104 fail", values, add(values, `domain: ${host}\n`)),
  fault("no values", "OIDC104 fail", values, (texts) => {
    texts.delete(values)
  }),
  fault("no values of the app", "OIDC201 fail", app, (texts) => {
    texts.delete(app)
  }),
  fault(
    "a header template that does not parse",
    "OIDC104 fail",
    values,
    add(values, "headers:\n  - name: X-User\n    value: '{{ .claims.name'\n"),
  ),
  fault(
    "a domain with a scheme",
    "OIDC105 fail",
    values,
    edit(values, `domain: ${host}`, `domain: https://${host}/`),
    {
      ...fixable,
    },
  ),
  fault(
    "a domain in capitals",
    "OIDC105 fail",
    values,
    edit(values, "domain: webshop", "domain: Webshop"),
    fixable,
  ),
  fault(
    "a domain that nobody serves",
    "OIDC106 fail",
    values,
    edit(values, `domain: ${host}`, "domain: webshop.example.org"),
    fixable,
  ),
  fault(
    "a private host without its prefix",
    "OIDC107 fail",
    privateValues,
    edit(privateValues, "domain: internal-", "domain: "),
    fixable,
  ),
  fault(
    "a private host with the other prefix",
    "OIDC107 fail",
    privateValues,
    edit(privateValues, "domain: internal-", "domain: internal."),
    fixable,
  ),
  fault("an empty callback", "OIDC108 fail", values, add(values, 'callbackUri: ""\n'), fixable),
  fault(
    "a login path that is the callback",
    "OIDC108 fail",
    values,
    add(values, "loginUri: /oauth2/callback\n"),
  ),
  fault("a secret left out", "OIDC109 fail", values, edit(values, /\n {4}sessionSecret.*/, ""), fixable),
  fault(
    "two secrets that are one",
    "OIDC109 fail",
    values,
    edit(values, "webshop-oidc-session-secret", "webshop-oidc-client-secret"),
    {
      ...fixable,
      also: ["OIDC111 fail"],
    },
  ),
  fault(
    "a secret's path with a slash first",
    "OIDC110 fail",
    values,
    edit(values, "clientId: customer", "clientId: /customer"),
    fixable,
  ),
  fault(
    "a secret's name without its path",
    "OIDC110 fail",
    values,
    edit(values, "clientId: customer/shop-test/", "clientId: "),
    fixable,
  ),
  fault(
    "a client id where its path belongs",
    "OIDC110 fail",
    values,
    edit(values, /clientId: .*/, `clientId: ${fakeGroupId}`),
    fixable,
  ),
  fault(
    "secrets of another namespace",
    "OIDC110 fail",
    values,
    edit(values, /customer\/shop-test/g, "customer/shop-prod"),
    fixable,
  ),
  fault(
    "swapped secrets",
    "OIDC111 fail",
    values,
    (texts) => {
      replace(texts, values, "webshop-oidc-client-id", "SWAP")
      replace(texts, values, "webshop-oidc-client-secret", "webshop-oidc-client-id")
      replace(texts, values, "SWAP", "webshop-oidc-client-secret")
    },
    fixable,
  ),
  fault("the cookie prefix of another app", "OIDC112 warn", values, edit(values, "_Webshop_", "_OrdersApi_")),
  fault("an empty cookie prefix", "OIDC112 fail", values, edit(values, "_Webshop_", '""'), fixable),
  fault(
    "a bypass path without its slash",
    "OIDC113 fail",
    values,
    edit(values, "- /healthz/live", "- healthz/live"),
    fixable,
  ),
  fault("a bypass path with a star", "OIDC113 fail", values, edit(values, "/healthz/live", "/static/*")),
  fault(
    "a bypass path with a query",
    "OIDC113 fail",
    values,
    edit(values, "/healthz/live", "/healthz/live?full=1"),
    fixable,
  ),
  fault(
    "a bypass path twice",
    "OIDC113 warn",
    values,
    edit(values, "  - /healthz/live\n", "  - /healthz/live\n  - /healthz/live\n"),
    fixable,
  ),
  fault("an open start page", "OIDC114 warn", values, edit(values, "- /healthz/live", "- /")),
  fault(
    "an open callback",
    "OIDC114 warn",
    values,
    edit(values, "- /healthz/live", "- /oauth2/callback"),
    fixable,
  ),
  fault(
    "a rule beside bypassPaths",
    "OIDC115 warn",
    values,
    add(values, "bypassAuthenticationRule: Path(`/x`)\n"),
  ),
  fault(
    "a rule that does not compile",
    "OIDC115 fail",
    values,
    add(values, "bypassAuthenticationRule: PathPrefix(/x)\n"),
  ),
  fault("an empty list of groups", "OIDC116 fail", values, edit(values, /anyOf:\n.*user/, "anyOf: []")),
  fault(
    "a claim with a colon, unquoted",
    "OIDC116 fail",
    values,
    edit(values, "name: groups", "name: 'https://example.com/groups'"),
    fixable,
  ),
  fault(
    "groups by name and by ID",
    "OIDC118 fail",
    values,
    edit(values, "        - awssso", `        - ${fakeGroupId}\n        - awssso`),
  ),
  fault("groups by ID", "OIDC118 warn", values, edit(values, "awssso-webshop-user", fakeGroupId)),
  fault(
    "certificates not verified",
    "OIDC119 warn",
    values,
    add(values, "provider:\n  insecureSkipVerify: true\n"),
    fixable,
  ),
  fault("debug logs", "OIDC119 warn", values, add(values, "logLevel: DEBUG\n"), fixable),
  fault(
    "Entra's old address",
    "OIDC120 warn",
    values,
    add(values, `provider:\n  url: https://login.microsoftonline.com/${fakeGroupId}\n`),
    fixable,
  ),
  fault(
    "a tenant that is not one",
    "OIDC120 fail",
    values,
    add(values, "provider:\n  tenantId: common\n"),
    fixable,
  ),
  fault(
    "a strict cookie",
    "OIDC121 warn",
    values,
    add(values, "sessionCookie:\n  SameSite: strict\n"),
    fixable,
  ),
  fault(
    "a cookie for another host",
    "OIDC121 fail",
    values,
    add(values, "sessionCookie:\n  Domain: example.org\n"),
    fixable,
  ),
  fault("no reference", "OIDC201 fail", app, edit(app, `            - ${reference}\n`, "")),
  fault(
    "login on one of two ingresses",
    "OIDC201 warn",
    app,
    edit(app, "    public:\n", "    private: { enabled: true, wildcardCertificate: true }\n    public:\n"),
    fixable,
  ),
  fault(
    "a reference without its ending",
    "OIDC202 fail",
    app,
    edit(app, reference, "shop-test-webshop-oidc"),
    fixable,
  ),
  fault(
    "a reference with a misspelt ending",
    "OIDC202 fail",
    app,
    edit(app, reference, "shop-test-webshop-oidc@kubernetecrd"),
    fixable,
  ),
  fault(
    "a reference to another namespace",
    "OIDC203 fail",
    app,
    edit(app, reference, `shop-prod-${"webshop-oidc"}@kubernetescrd`),
    fixable,
  ),
  fault(
    "a reference without a namespace",
    "OIDC203 fail",
    app,
    edit(app, reference, "webshop-oidc@kubernetescrd"),
    fixable,
  ),
  fault(
    "a reference with the namespace twice",
    "OIDC203 fail",
    app,
    edit(app, reference, `shop-test-${reference}`),
    fixable,
  ),
  fault(
    "a misspelt reference",
    "OIDC204 fail",
    app,
    edit(app, reference, "shop-test-websohp-oidc@kubernetescrd"),
    fixable,
  ),
  fault(
    "a reference to nothing",
    "OIDC204 fail",
    app,
    edit(app, reference, "shop-test-checkout-oidc@kubernetescrd"),
  ),
  fault(
    "a reference under the ingress that is off",
    "OIDC205 fail",
    privateApp,
    (texts) => {
      replace(texts, privateApp, "    middlewares:\n      - shop-test-orders-api-oidc@kubernetescrd\n", "")
      replace(
        texts,
        privateApp,
        "public: {enabled: false}",
        "public: {enabled: false, middlewares: [shop-test-orders-api-oidc@kubernetescrd]}",
      )
    },
    fixable,
  ),
  fault(
    "a reference on both, one of them off",
    "OIDC205 warn",
    privateApp,
    edit(
      privateApp,
      "public: {enabled: false}",
      "public: {enabled: false, middlewares: [shop-test-orders-api-oidc@kubernetescrd]}",
    ),
    fixable,
  ),
  fault(
    "a reference one level too high",
    "OIDC206 fail",
    privateApp,
    edit(privateApp, /\n {4}middlewares:\n {6}-/, "\n  middlewares:\n    -"),
    {
      ...fixable,
      also: ["OIDC201 fail"],
    },
  ),
  fault(
    "a reference that is not in a list",
    "OIDC206 fail",
    privateApp,
    edit(privateApp, /middlewares:\n {6}- /, "middlewares: "),
    fixable,
  ),
  fault(
    "a reference twice",
    "OIDC207 fail",
    app,
    edit(app, `            - ${reference}\n`, `            - ${reference}\n            - ${reference}\n`),
    fixable,
  ),
  fault(
    "two logins",
    "OIDC207 fail",
    app,
    edit(
      app,
      `            - ${reference}\n`,
      `            - ${reference}\n            - shop-test-orders-api-oidc@kubernetescrd\n`,
    ),
  ),
  fault(
    "a rewrite before the login",
    "OIDC207 warn",
    app,
    edit(app, "shop-test-compress@", "shop-test-stripprefix@"),
  ),
  fault(
    "monitoring that meets the login",
    "OIDC209 fail",
    job,
    add(job, `uptime:\n  - https://${host}/status\n`),
    fixable,
  ),
  fault(
    "monitoring with a slash too many",
    "OIDC209 warn",
    job,
    add(job, `uptime:\n  - https://${host}/healthz/live/\n`),
    fixable,
  ),
  fault(
    "a host that the login server does not know",
    "OIDC210 fail",
    privateValues,
    edit(privateApp, '["orders.shop-test', '["shop-orders.shop-test.idp.example.com", "orders.shop-test'),
    fixable,
  ),
  fault(
    "an app on a chart without middlewares",
    "OIDC212 fail",
    appApplication,
    edit(appApplication, "idp-advanced", "idp-simple"),
  ),
  fault("no workflow", "OIDC303 fail", ".github/workflows", (texts) => {
    texts.delete(workflow)
  }),
  fault("two workflows", "OIDC303 warn", ".github/workflows/more.yml", (texts) => {
    texts.set(".github/workflows/more.yml", (texts.get(workflow) ?? "").replace("idp-test", "idp-prod"))
  }),
  fault("a renamed input", "OIDC304 fail", workflow, edit(workflow, /subpath/g, "name")),
  fault(
    "a further required input",
    "OIDC304 fail",
    workflow,
    edit(workflow, "      value:\n", "      cluster:\n        required: true\n      value:\n"),
  ),
  fault(
    "a workflow that prints the secret",
    "OIDC305 fail",
    workflow,
    edit(workflow, 'VALUE="$(jq -r .inputs.value "$GITHUB_EVENT_PATH")"', 'VALUE="${{ inputs.value }}"'),
  ),
  fault(
    "a workflow that masks nothing",
    "OIDC305 warn",
    workflow,
    edit(workflow, '          echo "::add-mask::$VALUE"\n', ""),
  ),
]
