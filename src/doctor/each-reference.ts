/** What checks of references share: the lists that they stand in, and how one is written anew. */
import type { IngressKind } from "../core/repo/app.ts"
import type { YamlOperation } from "../core/yaml/operation.ts"
import type { Finding, Fix } from "./check.ts"
import { type Around, eachApp } from "./each.ts"
import type { App, Reference } from "./login.ts"
import { type OidcReference, oidcReferences } from "./references.ts"

/** Where the ingress finds middlewares that the cluster's objects define. Source: guide, step 4. */
export const crd = "kubernetescrd"

export const listPath = (kind: IngressKind) => ["ingress", kind, "middlewares"]

/** The same entry with another text. A lone string becomes the list that the chart wants. */
export function rewrite(app: App, { kind, index }: Reference, value: string): Fix {
  const operation: YamlOperation =
    app.read?.string(...listPath(kind)) === undefined
      ? { kind: "set", path: [...listPath(kind), index], value }
      : { kind: "set", path: listPath(kind), value: [value] }
  return { path: app.valuesPath, operations: [operation] }
}

/** Looks at every entry that means a login; an app without any has nothing to look at here. */
export const eachReference = (look: (found: OidcReference, app: App, around: Around) => readonly Finding[]) =>
  eachApp((app, around) => {
    const references = oidcReferences(app, around.index)
    return references.length === 0 ? undefined : references.flatMap((found) => look(found, app, around))
  })

export const enabledKinds = ({ facts }: App): readonly IngressKind[] =>
  facts.ok ? (["public", "private"] as const).filter((kind) => facts.value.ingresses[kind].enabled) : []
