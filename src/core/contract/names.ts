/**
 * Names that the chart, the wizard, the doctor and the server must agree on.
 *
 * Source: the platform's guide "Adding OIDC authentication to your app", steps 2 to 4.
 */

/** Helm refuses longer release names. Source: helm.sh docs, `helm install`. */
export const maxReleaseNameLength = 53

export const chartName = "idp-oidc-middleware"

/** As `application.yaml` spells it. */
export const chartReference = `helm/${chartName}`

/** The directory, release and middleware name that the guide gives an app: `myapp` becomes `myapp-oidc`. */
export const releaseNameFor = (app: string): string => `${app}-oidc`

/** How an ingress refers to a Middleware object. Source: guide step 4; Traefik's Kubernetes CRD provider. */
export const middlewareReference = (namespace: string, middleware: string): string =>
  `${namespace}-${middleware}@kubernetescrd`

/** The name of every object of a release of chart 1.x, the Middleware's included. Equal to `idp-oidc.fullname` in the chart. */
export function resourceName(
  release: string,
  {
    nameOverride,
    fullnameOverride,
  }: { readonly nameOverride?: string; readonly fullnameOverride?: string } = {},
): string {
  const suffixed = nameOverride && !release.includes(nameOverride) ? `${release}-${nameOverride}` : release
  return (fullnameOverride || suffixed).slice(0, 63).replace(/-$/, "")
}

/** The `subpath` inputs of the three `set-secrets` runs, in the guide's order. */
export const secretNames = (app: string) =>
  ({
    clientId: `${app}-oidc-client-id`,
    clientSecret: `${app}-oidc-client-secret`,
    sessionSecret: `${app}-oidc-session-secret`,
  }) as const

/** The full AWS Secrets Manager paths, as `externalSecret.separateSecrets` names them. */
export function secretPaths(namespace: string, app: string) {
  const names = secretNames(app)
  const path = (name: string) => `customer/${namespace}/${name}`
  return {
    clientId: path(names.clientId),
    clientSecret: path(names.clientSecret),
    sessionSecret: path(names.sessionSecret),
  } as const
}

/** `myapp` in `shop-dev` becomes `_ShopDevMyapp_`: unique per namespace and app, and no other cookie starts with it. */
export const cookiePrefixFor = (namespace: string, app: string): string =>
  `_${[...namespace.split("-"), ...app.split("-")].map(capitalise).join("")}_`

/** What a host is called on the private ingress. Source: schema of the platform's `idp-advanced` chart, `ingress.fqdn`. */
export const privateHost = (fqdn: string, wildcardCertificate: boolean): string =>
  wildcardCertificate ? `internal-${fqdn}` : `internal.${fqdn}`

export const callbackPath = "/oauth2/callback"
export const logoutPath = "/oauth2/logout"

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
