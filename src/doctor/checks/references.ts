/** The references themselves: what they say, and in which order they stand. */
import { nearest } from "../../core/text/nearest.ts"
import { type Check, type Finding, fail, warn } from "../check.ts"
import { eachApp } from "../each.ts"
import { crd, eachReference, listPath, rewrite } from "../each-reference.ts"
import { type App, type Reference, referencesOf } from "../login.ts"
import { bareReference, type OidcReference, oidcReferences } from "../references.ts"

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

/** Middlewares that change the path would show the login another address than the browser's. */
const rewriting = /strip|rewrite|replace-?path|add-?prefix/i

export const referenceOrder: Check = {
  id: "OIDC207",
  group: "wire",
  title: "The login is asked for once, before anything rewrites the request",
  needs: ["files"],
  after: ["OIDC201"],
  hint: "Middlewares run in the order of the list: one login, and above everything that changes the path.",
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

export const referenceChecks: readonly Check[] = [
  referenceProvider,
  referenceNamespace,
  referenceName,
  referenceOrder,
]
