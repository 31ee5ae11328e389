/** The app's ingress: does it ask for login on every way in, in a place that has an effect. */
import type { IngressKind } from "../../core/repo/app.ts"
import type { YamlOperation } from "../../core/yaml/operation.ts"
import { findApplication } from "../applications.ts"
import { type Check, type Finding, fail, looked, nothing, warn } from "../check.ts"
import { eachApp } from "../each.ts"
import { crd, eachReference, enabledKinds, listPath } from "../each-reference.ts"
import { type Facts, whereReached } from "../facts.ts"
import { type App, type Release, referencesOf } from "../login.ts"
import { bareReference, oidcReferences } from "../references.ts"

export const referencePresent: Check = {
  id: "OIDC201",
  group: "wire",
  title: "Every enabled ingress of the app asks for login",
  needs: ["files"],
  after: ["OIDC101"],
  hint: "Once the middleware is healthy in ArgoCD, idp-oidc init --wire adds the reference.",
  run: async (facts) => {
    const { logins, index } = await facts.logins()
    const released = logins.filter(({ release }) => release !== undefined)
    if (released.length === 0) return nothing("there is no release of the middleware")
    const findings = await Promise.all(
      released.map(async ({ app, release }): Promise<readonly Finding[]> => {
        if (release === undefined) return []
        const reference = `${bareReference(release)}@${crd}`
        if (app === undefined) return [unwired(release, reference)]
        if (!app.facts.ok)
          return app.facts.problems.map(({ what, location }) =>
            fail(`the app's values: ${what}`, { location }),
          )
        const asking = oidcReferences(app, index).map(({ reference: { kind } }) => kind)
        const open = enabledKinds(app).filter((kind) => !asking.includes(kind))
        if (
          open.length === 0 ||
          (asking.length > 0 && !enabledKinds(app).some((kind) => asking.includes(kind)))
        )
          return []
        const isProved = asking.length > 0 || (await isDeployed(release, facts))
        return open.map((kind) => openIngress(app, kind, reference, asking.length > 0, isProved))
      }),
    )
    return looked(...findings.flat())
  },
}

const unwired = ({ name, valuesPath }: Release, reference: string): Finding =>
  fail(`no app refers to ${name}`, {
    location: { path: valuesPath },
    expected: `${reference} under ingress.public.middlewares or ingress.private.middlewares of an app`,
  })

/** A reference to what is not there takes the app offline, so an edit adds one only where there is proof. */
function openIngress(
  app: App,
  kind: IngressKind,
  reference: string,
  isHalf: boolean,
  isProved: boolean,
): Finding {
  const { namespace, name, valuesPath, facts } = app
  return (isHalf ? warn : fail)(`the ${kind} ingress lets everyone in`, {
    location: (facts.ok && facts.value.ingresses[kind].location) || { path: valuesPath },
    expected: `${reference} under ${listPath(kind).join(".")}`,
    ...(isProved
      ? {
          fix: {
            path: valuesPath,
            operations: [{ kind: "append-item", path: listPath(kind), item: reference }],
          },
        }
      : { command: `idp-oidc init --namespace ${namespace} --app ${name} --yes --wire` }),
  })
}

/** True where the cluster or ArgoCD shows the Middleware; where neither can be asked, nothing is proved. */
async function isDeployed(release: Release, { cluster, argo, withheld }: Facts): Promise<boolean> {
  const isIt = ({ name }: { readonly name?: string | undefined }) => name === release.middleware
  if (!withheld.has("cluster")) {
    const objects = await cluster.list("middleware", release.namespace)
    if (objects.kind === "read") return objects.items.some(({ metadata = {} }) => isIt(metadata))
  }
  const reached = await whereReached(argo)
  const application = reached && findApplication(await reached.applications(), release)
  return application?.resources.some((resource) => resource.kind === "Middleware" && isIt(resource)) ?? false
}

export const referenceEnabled: Check = {
  id: "OIDC205",
  group: "wire",
  title: "References stand under an ingress that is enabled",
  needs: ["files"],
  after: ["OIDC201"],
  hint: "Only the middlewares of an enabled ingress have any effect.",
  run: eachReference(({ reference }, app) => {
    const { kind, value, location } = reference
    if (!app.facts.ok || app.facts.value.ingresses[kind].enabled) return []
    const enabled = enabledKinds(app)
    const listed = (other: IngressKind) =>
      referencesOf(app).some((entry) => entry.kind === other && entry.value === value)
    const lacking = enabled.filter((other) => !listed(other))
    const away: YamlOperation = { kind: "remove-item", path: listPath(kind), item: value }
    if (enabled.length === 0)
      return [
        fail("the app has no enabled ingress", {
          location,
          hint: "Enable ingress.public or ingress.private.",
        }),
      ]
    return lacking.length === 0
      ? [
          warn(`the ${kind} ingress is not enabled, so this reference does nothing`, {
            location,
            found: value,
            fix: { path: app.valuesPath, operations: [away] },
          }),
        ]
      : [
          fail(`the reference stands under the ${kind} ingress, which is not enabled`, {
            location,
            found: value,
            expected: `under ${lacking.map((other) => listPath(other).join(".")).join(" and ")}`,
            fix: {
              path: app.valuesPath,
              operations: [
                ...lacking.map(
                  (other): YamlOperation => ({ kind: "append-item", path: listPath(other), item: value }),
                ),
                away,
              ],
            },
          }),
        ]
  }),
}

export const referencePlace: Check = {
  id: "OIDC206",
  group: "wire",
  title: "References stand in the list that the chart reads",
  needs: ["files"],
  after: ["OIDC201"],
  hint: "The chart reads the lists ingress.public.middlewares and ingress.private.middlewares.",
  run: eachApp((app) => (app.read === undefined ? undefined : [...findLoneStrings(app), ...findStrays(app)])),
}

const findLoneStrings = (app: App): readonly Finding[] =>
  (["public", "private"] as const).flatMap((kind) => {
    const text = app.read?.string(...listPath(kind))
    return text === undefined
      ? []
      : [
          fail(`${listPath(kind).join(".")} is text, not a list`, {
            location: text.location,
            found: text.value,
            expected: "a list, each reference after a dash",
            fix: {
              path: app.valuesPath,
              operations: [
                {
                  kind: "set",
                  path: listPath(kind),
                  value: text.value.split(",").map((part) => part.trim()),
                },
              ],
            },
          }),
        ]
  })

function findStrays(app: App): readonly Finding[] {
  const isReference = (text: string) => /oidc/i.test(text) && /@|-oidc\b/.test(text)
  const lists = [["ingress", "middlewares"], ["middlewares"]]
  const annotations = [
    ["ingress", "annotations"],
    ...(["public", "private"] as const).map((kind) => ["ingress", kind, "annotations"]),
  ]
  return [
    ...lists.flatMap((path) =>
      (app.read?.strings(...path) ?? [])
        .filter(({ value }) => isReference(value))
        .map(({ value, location }) =>
          fail(`${path.join(".")} is not read by the chart`, {
            location,
            found: value,
            expected: `under ${enabledKinds(app)
              .map((kind) => listPath(kind).join("."))
              .join(" and ")}`,
            fix: {
              path: app.valuesPath,
              operations: [
                ...enabledKinds(app).map(
                  (kind): YamlOperation => ({ kind: "append-item", path: listPath(kind), item: value }),
                ),
                { kind: "remove-item", path, item: value },
              ],
            },
          }),
        ),
    ),
    ...annotations.flatMap((path) =>
      (app.read?.texts(...path) ?? []).filter(isReference).map((found) =>
        fail(`${path.join(".")} does not replace the list of middlewares`, {
          location: { path: app.valuesPath },
          found,
          expected: `under ${listPath(enabledKinds(app)[0] ?? "public").join(".")}`,
        }),
      ),
    ),
  ]
}

/** Source: the platform's published schemas: of its charts, `idp-advanced` alone has `ingress.*.middlewares`. */
const chartWithMiddlewares = "idp-advanced"

export const chartSupport: Check = {
  id: "OIDC212",
  group: "wire",
  title: "The app's chart takes middlewares",
  needs: ["files"],
  after: ["OIDC101"],
  hint: `Only apps on ${chartWithMiddlewares} can ask for login.`,
  run: eachApp(({ facts }) => {
    if (!facts.ok) return undefined
    const { chart, valuesPath } = facts.value
    return chart?.value.split("/").at(-1) === chartWithMiddlewares
      ? []
      : [
          fail("the app is on a chart whose ingress takes no middlewares", {
            location: chart?.location ?? { path: valuesPath.replace(/values\.yaml$/, "application.yaml") },
            ...(chart === undefined ? {} : { found: chart.value }),
            expected: `helm/${chartWithMiddlewares}`,
          }),
        ]
  }),
}

export const wireChecks: readonly Check[] = [referencePresent, referenceEnabled, referencePlace, chartSupport]
