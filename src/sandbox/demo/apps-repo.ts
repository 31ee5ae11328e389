/**
 * An apps repo as teams have them: several namespaces, more than one chart, comments that must survive, indentation that
 * is nobody's idea of a standard. Paths are relative to its root.
 */

export const demoNamespace = "shop-test"
export const demoApp = "webshop"
export const demoHost = "webshop.shop-test.idp.example.com"

/** Where it is on GitHub, and where the platform's charts are. */
export const demoRepository = { owner: "example", name: "apps-shop" } as const
export const demoCharts = { owner: "example", name: "helm-charts" } as const

/** What the platform has without a folder of its own: the ingress refers to it as to any middleware. */
export const demoMiddlewares = ["shop-test-compress@kubernetescrd"]

/** `servicedesk`: where tickets go, an e-mail address or a URL. */
export function makeAppsRepo(servicedesk: string): ReadonlyMap<string, string> {
  const files: Readonly<Record<string, string>> = {
    "README.md":
      "# apps-shop\n\nWhat team Shop runs on the platform. ArgoCD deploys every folder below `apps/`.\n",
    ".idp-oidc.yaml": profile(servicedesk),
    [`apps/${demoNamespace}/${demoApp}/application.yaml`]: application(demoApp, "helm/idp-advanced", "3.8.1"),
    [`apps/${demoNamespace}/${demoApp}/values.yaml`]: webshopValues,
    [`apps/${demoNamespace}/orders-api/application.yaml`]: application(
      "orders-api",
      "helm/idp-advanced",
      "3.8.1",
    ),
    [`apps/${demoNamespace}/orders-api/values.yaml`]: ordersValues,
    [`apps/${demoNamespace}/nightly-export/application.yaml`]: application(
      "nightly-export",
      "helm/idp-job",
      "1.4.0",
    ),
    [`apps/${demoNamespace}/nightly-export/values.yaml`]: "schedule: '0 3 * * *'\n",
    "apps/billing-prod/invoices/application.yaml": application("invoices", "helm/idp-advanced", "3.7.0"),
    "apps/billing-prod/invoices/values.yaml": invoicesValues,
    ".github/workflows/secrets-shop-test.yml": secretsWorkflow(demoNamespace),
    ".github/workflows/secrets-billing-prod.yml": secretsWorkflow("billing-prod"),
  }
  return new Map(Object.entries(files))
}

const profile = (
  servicedesk: string,
): string => `# The facts of our platform, where they are not the defaults of idp-oidc.
organisation: Example
domains: [idp.example.com]
chart:
  repository: ${demoCharts.owner}/${demoCharts.name}
  schemaUrl: https://docs.example.com/schemas/{chart}/v{version}.json
runtime: forward-auth
servicedesk: ${servicedesk}
ticketLanguage: en
suppressedChecks:
  - id: OIDC004
    reason: The demo asks no registry.
`

const application = (name: string, chart: string, version: string): string => `apiVersion: v2
name: ${name}
description: ${name} of team Shop
version: 0.1.0
slackChannel: team-shop   # pinged when a sync fails
helm:
  chart: ${chart}
  chartVersion: "${version}"
`

const webshopValues = `# The web shop. Ask in #team-shop before you change the probes.
image:
    repository: registry.example.com/shop/webshop
    tag: "2026-11-20.1"     # bumped by the release job
    pullPolicy: IfNotPresent

service: { type: ClusterIP, port: 8080 }

ingress:
    enabled: true
    fqdn:
        - ${demoHost}       # registered by the platform

    public:
        enabled: true
        # shared with the other shops
        middlewares:
            - shop-test-compress@kubernetescrd

livenessProbe:  { httpGet: { path: /healthz, port: 8080 } }
readinessProbe: { httpGet: { path: /healthz, port: 8080 } }

env:
    - name: GREETING
      value: 'Velkommen på Ærø'
`

const ordersValues = `image: {repository: registry.example.com/shop/orders-api, tag: "412", pullPolicy: Always}
ingress:
  enabled: true
  fqdn: ["orders.shop-test.idp.example.com"]
  public: {enabled: false}
  private:
    enabled: true
    wildcardCertificate: true
`

const invoicesValues = `image:
  repository: registry.example.com/billing/invoices
  tag: v9
  pullPolicy: IfNotPresent
ingress:
  enabled: true
  fqdn:
  - invoices.billing-prod.idp.example.com
  public:
    enabled: true
`

/** Reads the value from the event file, so that no log shows it. Source: GitHub, "Workflow commands for GitHub Actions", `add-mask`. */
const secretsWorkflow = (namespace: string): string => `name: ${namespace} secrets in cluster idp-test
on:
  workflow_dispatch:
    inputs:
      subpath:
        description: Name of the secret below customer/${namespace}/
        required: true
        type: string
      value:
        description: Value of the secret
        required: true
        type: string
permissions:
  id-token: write
  contents: read
jobs:
  set:
    runs-on: ubuntu-24.04
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::000000000000:role/secrets-${namespace}
          aws-region: eu-west-1
      - run: |
          VALUE="$(jq -r .inputs.value "$GITHUB_EVENT_PATH")"
          echo "::add-mask::$VALUE"
          NAME="customer/${namespace}/$(jq -r .inputs.subpath "$GITHUB_EVENT_PATH")"
          aws secretsmanager put-secret-value --secret-id "$NAME" --secret-string "$VALUE" ||
            aws secretsmanager create-secret --name "$NAME" --secret-string "$VALUE"
`
