/** The app's references, where they stand: in a list that the chart reads, of an ingress that is enabled. */
import type { IngressKind } from "../../core/repo/app.ts"
import type { YamlOperation } from "../../core/yaml/operation.ts"
import { type Check, type Finding, fail, warn } from "../check.ts"
import { eachApp } from "../each.ts"
import { eachReference, enabledKinds, listPath } from "../each-reference.ts"
import { type App, referencesOf } from "../login.ts"

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

export const wireChecks: readonly Check[] = [referenceEnabled, referencePlace, chartSupport]
