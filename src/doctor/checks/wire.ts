/** The app's ingress: does it ask this middleware, and only this one, on every way in. */
import type { IngressKind } from "../../core/repo/app.ts"
import { nearest } from "../../core/text/nearest.ts"
import type { YamlOperation } from "../../core/yaml/operation.ts"
import { type Check, type Finding, type Fix, fail, looked, nothing, warn } from "../check.ts"
import { type Around, eachApp } from "../each.ts"
import { type App, type Reference, referencesOf } from "../login.ts"
import { bareReference, type OidcReference, oidcReferences } from "../references.ts"

const crd = "kubernetescrd"

const listPath = (kind: IngressKind) => ["ingress", kind, "middlewares"]

/** The same entry with another text. A lone string becomes the list that the chart wants. */
function rewrite(app: App, { kind, index }: Reference, value: string): Fix {
  const operation: YamlOperation =
    app.read?.string(...listPath(kind)) === undefined
      ? { kind: "set", path: [...listPath(kind), index], value }
      : { kind: "set", path: listPath(kind), value: [value] }
  return { path: app.valuesPath, operations: [operation] }
}

/** Looks at every entry that means a login; an app without any has nothing to look at here. */
const eachReference = (look: (found: OidcReference, app: App, around: Around) => readonly Finding[]) =>
  eachApp((app, around) => {
    const references = oidcReferences(app, around.index)
    return references.length === 0 ? undefined : references.flatMap((found) => look(found, app, around))
  })

const enabledKinds = ({ facts }: App): readonly IngressKind[] =>
  facts.ok ? (["public", "private"] as const).filter((kind) => facts.value.ingresses[kind].enabled) : []

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
    return looked(
      ...released.flatMap(({ app, release }): readonly Finding[] => {
        if (release === undefined) return []
        const reference = `${bareReference(release)}@${crd}`
        if (app === undefined)
          return [
            fail(`no app refers to ${release.name}`, {
              location: { path: release.valuesPath },
              expected: `${reference} under ingress.public.middlewares or ingress.private.middlewares of an app`,
            }),
          ]
        if (!app.facts.ok)
          return app.facts.problems.map(({ what, location }) =>
            fail(`the app's values: ${what}`, { location }),
          )
        const { ingresses } = app.facts.value
        const asking = oidcReferences(app, index).map(({ reference: { kind } }) => kind)
        const open = enabledKinds(app).filter((kind) => !asking.includes(kind))
        if (asking.length > 0 && !asking.some((kind) => ingresses[kind].enabled)) return []
        return open.map((kind) => {
          const report = asking.length > 0 ? warn : fail
          return report(`the ${kind} ingress lets everyone in`, {
            location: ingresses[kind].location ?? { path: app.valuesPath },
            expected: `${reference} under ${listPath(kind).join(".")}`,
            command: `idp-oidc init --namespace ${app.namespace} --app ${app.name} --yes --wire`,
          })
        })
      }),
    )
  },
}

export const referenceProvider: Check = {
  id: "OIDC202",
  group: "wire",
  title: `References end in @${crd}`,
  needs: ["files"],
  after: ["OIDC201"],
  hint: "With another ending the ingress finds no middleware and answers 404 for the whole app.",
  run: eachReference(({ reference, bare, provider }, app) =>
    provider === crd
      ? []
      : [
          fail(
            provider === undefined ? `the reference has no @${crd}` : `the reference ends in @${provider}`,
            {
              location: reference.location,
              found: reference.value,
              expected: `${bare}@${crd}`,
              fix: rewrite(app, reference, `${bare}@${crd}`),
            },
          ),
        ],
  ),
}

export const referenceNamespace: Check = {
  id: "OIDC203",
  group: "wire",
  title: "References begin with the namespace of the middleware",
  needs: ["files"],
  after: ["OIDC201"],
  hint: "A reference is NAMESPACE-MIDDLEWARE@kubernetescrd.",
  run: eachReference(({ reference, bare, release }, app) => {
    if (release === undefined || !bare.endsWith(release.middleware)) return []
    const expected = `${bareReference(release)}@${crd}`
    if (bare !== bareReference(release))
      return [
        fail("the namespace in the reference is not that of the middleware", {
          location: reference.location,
          found: reference.value,
          expected,
          fix: rewrite(app, reference, expected),
        }),
      ]
    return release.namespace === app.namespace
      ? []
      : [
          warn(`the middleware belongs to the namespace ${release.namespace}`, {
            location: reference.location,
            found: reference.value,
            hint: "If that is meant, suppress this check in .idp-oidc.yaml with the reason.",
          }),
        ]
  }),
}

export const referenceName: Check = {
  id: "OIDC204",
  group: "wire",
  title: "References name a middleware that a folder of the repository makes",
  needs: ["files"],
  after: ["OIDC201"],
  hint: "A reference to a middleware that does not exist takes the whole app offline: 404 on every page.",
  run: eachReference(({ reference, bare, release }, app, { index }) => {
    if (release !== undefined && bare.endsWith(release.middleware)) return []
    const own = (index.byNamespace.get(app.namespace) ?? []).map(bareReference)
    const meant = release
      ? bareReference(release)
      : (nearest(bare, own) ?? (own.length === 1 ? own[0] : undefined))
    return [
      fail("no release makes the middleware that is referred to", {
        location: reference.location,
        found: reference.value,
        ...(meant === undefined
          ? { expected: "a release of the middleware in this repository" }
          : { expected: `${meant}@${crd}`, fix: rewrite(app, reference, `${meant}@${crd}`) }),
      }),
    ]
  }),
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

/** Middlewares that change the path would show the login another address than the browser's. */
const rewriting = /strip|rewrite|replace-?path|add-?prefix/i

export const referenceOrder: Check = {
  id: "OIDC207",
  group: "wire",
  title: "The login is asked for once, before anything rewrites the request",
  needs: ["files"],
  after: ["OIDC201"],
  hint: "Middlewares run in the order of the list.",
  run: eachApp((app, { index }) => {
    const all = oidcReferences(app, index)
    if (all.length === 0) return undefined
    return (["public", "private"] as const).flatMap((kind) => {
      const own = all.filter(({ reference }) => reference.kind === kind)
      const [first, second] = own
      if (first === undefined) return []
      const earlier = referencesOf(app).find(
        (entry) => entry.kind === kind && entry.index < first.reference.index && rewriting.test(entry.value),
      )
      return [
        ...(second === undefined ? [] : [twice(app, first, second)]),
        ...(earlier ? [rewritten(first, earlier)] : []),
      ]
    })
  }),
}

function twice(app: App, first: OidcReference, { reference, bare, release }: OidcReference): Finding {
  const { kind, index, location, value } = reference
  return bare === first.bare || (release !== undefined && release === first.release)
    ? fail("the login is listed twice, so every page asks for it twice", {
        location,
        found: value,
        fix: { path: app.valuesPath, operations: [{ kind: "remove", path: [...listPath(kind), index] }] },
      })
    : fail("two logins are listed, and each takes the other's session for none", {
        location,
        found: value,
        expected: "one of the two",
      })
}

const rewritten = ({ reference }: OidcReference, earlier: Reference): Finding =>
  warn(`${earlier.value} changes the path before the login sees it`, {
    location: reference.location,
    expected: "the login before it in the list",
  })

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
