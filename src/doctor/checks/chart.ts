/** What `values.yaml` of the middleware means beside the app that it stands in front of, and beside other releases. */
import { privateHost } from "../../core/contract/names.ts"
import { isUuid } from "../../core/contract/text-kinds.ts"
import { servedHosts as formsOf } from "../../core/policy/hosts.ts"
import { type Check, type Finding, type Fix, fail, info, warn } from "../check.ts"
import { type Around, eachRelease } from "../each.ts"
import { type App, bypassPathsOf, type Release, servedHosts } from "../login.ts"
import { areaCheck, findingsOf } from "./values.ts"

const at = (release: Release, ...path: readonly (string | number)[]) =>
  release.yaml.ok ? { location: release.yaml.value.locate(path) } : { location: { path: release.valuesPath } }

const setDomain = (release: Release, host: string): Fix => ({
  path: release.valuesPath,
  operations: [{ kind: "set", path: ["domain"], value: host }],
})

/** What is no host at all cannot be compared with one. */
const isBareHost = (release: Release): boolean => findingsOf("OIDC105", release)?.length === 0

export const domainServed: Check = {
  id: "OIDC106",
  group: "chart",
  title: "domain is a host that the app serves",
  needs: ["files"],
  after: ["OIDC101", "OIDC104", "OIDC105"],
  hint: "Logout returns to domain, and the redirect URI was ordered for the host that users open.",
  run: eachRelease((release, { appsOf }) => {
    const hosts = appsOf(release).flatMap(servedHosts)
    const [first] = hosts
    if (!release.values.ok || first === undefined || !isBareHost(release)) return undefined
    const { domain } = release.values.value
    return [...formsOf(domain)].some((host) => hosts.includes(host))
      ? []
      : [
          fail("domain is not a host of the app's ingress", {
            ...at(release, "domain"),
            found: domain,
            expected: hosts.join(" or "),
            fix: setDomain(release, first),
          }),
        ]
  }),
}

export const privateDomain: Check = {
  id: "OIDC107",
  group: "chart",
  title: "domain has the form that the private ingress serves",
  needs: ["files"],
  after: ["OIDC101", "OIDC104", "OIDC105", "OIDC106"],
  hint: "wildcardCertificate: true serves internal-HOST, false serves internal.HOST. Order the redirect URI for that host.",
  run: eachRelease((release, { appsOf }) => {
    const apps = appsOf(release)
    if (!release.values.ok || apps.length === 0 || !isBareHost(release)) return undefined
    const { domain } = release.values.value
    const acceptable = apps.flatMap(acceptableHosts)
    const meant = acceptable.find((host) => formsOf(domain).has(host))
    return meant === undefined || acceptable.includes(domain)
      ? []
      : [
          fail("domain is another form of the host than the one that is served", {
            ...at(release, "domain"),
            found: domain,
            expected: meant,
            fix: setDomain(release, meant),
          }),
        ]
  }),
}

/** Without `wildcardCertificate` nobody can tell from the files which of the two forms the chart makes. */
function acceptableHosts(app: App): readonly string[] {
  const served = servedHosts(app)
  if (!app.facts.ok) return served
  const { ingresses, privateHostAssumed } = app.facts.value
  const either = ingresses.private.enabled && privateHostAssumed
  return either ? [...served, ...ingresses.public.hosts.map(({ value }) => privateHost(value, true))] : served
}

export const secretNamespace = areaCheck("OIDC110", (release) => {
  const paths = release.values.ok ? (release.values.value.externalSecret?.separateSecrets ?? {}) : {}
  return Object.entries(paths).flatMap(([key, path]) => {
    const namespace = /^customer\/([^/\s]+)\//.exec(path)?.[1]
    return namespace === undefined || namespace === release.namespace
      ? []
      : [
          fail(`${key} is a path of another namespace`, {
            ...at(release, "externalSecret", "separateSecrets", key),
            found: `customer/${namespace}/`,
            expected: `customer/${release.namespace}/`,
            fix: {
              path: release.valuesPath,
              operations: [
                {
                  kind: "set",
                  path: ["externalSecret", "separateSecrets", key],
                  value: path.replace(`customer/${namespace}/`, `customer/${release.namespace}/`),
                },
              ],
            },
          }),
        ]
  })
})

export const cookiePrefix = areaCheck("OIDC112", (release, { releases }) => {
  const own = cookiesOf(release)
  if (own?.prefix === undefined) return []
  const twin = releases.find((other) => other !== release && cookiesOf(other)?.prefix === own.prefix)
  if (twin === undefined) return []
  const details = { ...at(release, "cookieNamePrefix"), found: own.prefix, expected: "a prefix of its own" }
  const shared = own.domain !== undefined && own.domain === cookiesOf(twin)?.domain
  return [
    shared
      ? fail(
          `${twin.valuesPath} has the same prefix and cookie domain, so each overwrites the other`,
          details,
        )
      : warn(`${twin.valuesPath} has the same prefix`, details),
  ]
})

function cookiesOf({ values }: Release) {
  if (!values.ok) return undefined
  const { cookieNamePrefix, sessionCookie } = values.value
  return { prefix: cookieNamePrefix, domain: sessionCookie?.Domain?.replace(/^\./, "") }
}

/** Scraped inside the cluster, past the ingress: opening it only publishes it. */
const metricsPath = /^\/(?:metrics|actuator\/prometheus)\/?$/

export const bypassBreadth = areaCheck("OIDC114", (release) =>
  bypassPathsOf(release).flatMap((path, index) =>
    metricsPath.test(path)
      ? [
          info(`${path} is open to everyone who reaches the host`, {
            ...at(release, "bypassPaths", index),
            hint: "Prometheus scrapes pods inside the cluster and does not need it.",
          }),
        ]
      : [],
  ),
)

export const groupValues: Check = {
  id: "OIDC118",
  group: "chart",
  title: "Groups are written as the token has them",
  needs: ["files"],
  after: ["OIDC101", "OIDC104"],
  hint: "Write display names, if the app registration was ordered by the guide; IDs only where it sends IDs.",
  run: async (facts) => {
    const { appsOf } = await facts.logins()
    const states = await facts.states()
    return eachRelease((release) => {
      const names = new Set(appsOf(release).map(({ name }) => name))
      const ordered = states.flatMap(({ state }) =>
        state?.namespace === release.namespace && names.has(state.app) ? (state.ticket?.groups ?? []) : [],
      )
      return release.values.ok ? judgeGroups(release, ordered) : undefined
    })(facts)
  },
}

/** `ordered`: the groups of the ticket, where it is remembered; they say which kind the token has. */
function judgeGroups(release: Release, ordered: readonly string[]): readonly Finding[] {
  const rules = release.values.ok ? (release.values.value.authorization?.assertClaims ?? []) : []
  return rules.flatMap(({ name, anyOf = [], allOf = [] }, index): readonly Finding[] => {
    const values = [...anyOf, ...allOf]
    const ids = values.filter(isUuid).length
    if (name !== "groups" || ids === 0) return []
    const details = { ...at(release, "authorization", "assertClaims", index), expected: "display names" }
    if (ids < values.length)
      return [fail("the rule mixes names and IDs of groups, and a token has one or the other", details)]
    if (ordered.length > 0 && !ordered.some(isUuid))
      return [fail("the rule has IDs of groups, and the ticket ordered names", details)]
    return ordered.some(isUuid)
      ? []
      : [warn("the rule has IDs of groups, which a token has only if it was ordered so", details)]
  })
}

export const verification = areaCheck("OIDC119", (release) =>
  release.values.ok && release.values.value.logLevel?.toUpperCase() === "DEBUG"
    ? [
        warn("logLevel DEBUG writes users' claims to the log", {
          ...at(release, "logLevel"),
          found: release.values.value.logLevel,
          expected: "INFO or WARN",
          fix: { path: release.valuesPath, operations: [{ kind: "remove", path: ["logLevel"] }] },
        }),
      ]
    : [],
)

export const provider = areaCheck("OIDC120", (release, { profile }: Around) => {
  const tenant = release.values.ok ? release.values.value.provider?.tenantId : undefined
  return tenant === undefined || profile.tenantId === undefined || tenant === profile.tenantId
    ? []
    : [
        fail("provider.tenantId is another tenant than that of .idp-oidc.yaml", {
          ...at(release, "provider", "tenantId"),
          found: tenant,
          expected: profile.tenantId,
        }),
      ]
})

export const chartChecks: readonly Check[] = [
  domainServed,
  privateDomain,
  secretNamespace,
  cookiePrefix,
  bypassBreadth,
  groupValues,
  verification,
  provider,
]
