import { AppError } from "../errors.ts"
import { nearest } from "../text/nearest.ts"
import type { Given } from "./given.ts"
import type { Missing } from "./missing.ts"

/** Folders of `apps/`, by namespace. */
export interface Catalogue {
  readonly namespaces: ReadonlyMap<string, readonly string[]>
  /** Where it was read: "the working tree", "origin/main". */
  readonly label: string
  /** Folders of `apps/` around the one that the command was started in: namespace, then app. */
  readonly around: readonly string[]
}

export type AppChoice =
  | {
      readonly kind: "chosen"
      readonly namespace: string
      readonly app: string
      readonly origins: { readonly namespace: string; readonly app: string }
    }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/**
 * Which app is meant: by flags, else by the folder the command was started in, else because there is only one.
 *
 * @throws AppError `repo/no-apps-folder`, `app/unknown-namespace`, `app/unknown-app`
 */
export function chooseApp(given: Given, catalogue: Catalogue): AppChoice {
  if (catalogue.namespaces.size === 0)
    throw new AppError(
      "repo/no-apps-folder",
      `There are no apps/NAMESPACE/APP folders in ${catalogue.label}.`,
      {
        hint: "Run this inside your apps repo, or name it with --repo DIR.",
      },
    )
  const named = given.namespace ?? (given.app === undefined ? catalogue.around[0] : undefined)
  const namespace = named === undefined ? onlyNamespace(given, catalogue) : knownNamespace(named, catalogue)
  const app = given.app ?? appAround(namespace, catalogue) ?? onlyApp(namespace, catalogue)
  if (given.app !== undefined) requireApp(given.app, namespace, catalogue)
  if (namespace !== undefined && app !== undefined)
    return {
      kind: "chosen",
      namespace,
      app,
      origins: {
        namespace: given.namespace ? "--namespace" : `the folder apps/${namespace}`,
        app: given.app ? "--app" : `the folder apps/${namespace}/${app}`,
      },
    }
  return { kind: "missing", missing: missingAnswers(given, namespace, app, catalogue) }
}

/** The folders that may be apps to protect: a middleware's own folder stands beside the app that it is named after. */
export const protectableApps = (folders: readonly string[]): readonly string[] => {
  const all = new Set(folders)
  return folders.filter((name) => !(name.endsWith("-oidc") && all.has(name.slice(0, -"-oidc".length))))
}

function missingAnswers(
  given: Given,
  namespace: string | undefined,
  app: string | undefined,
  { namespaces }: Catalogue,
): readonly Missing[] {
  const missing: Missing[] = []
  if (namespace === undefined)
    missing.push({
      flag: "--namespace",
      why:
        given.app === undefined
          ? "there are several namespaces"
          : `several namespaces have an app called ${given.app}`,
      choices: [...namespaces]
        .filter(([, apps]) => given.app === undefined || apps.includes(given.app))
        .map(([name]) => name),
    })
  if (app === undefined)
    missing.push({
      flag: "--app",
      why: namespace === undefined ? "which app to protect" : `${namespace} has several apps`,
      ...(namespace === undefined ? {} : { choices: protectableApps(namespaces.get(namespace) ?? []) }),
    })
  return missing
}

function onlyNamespace({ app }: Given, { namespaces }: Catalogue): string | undefined {
  const candidates = [...namespaces].filter(([, apps]) => app === undefined || apps.includes(app))
  return candidates.length === 1 ? candidates[0]?.[0] : undefined
}

function appAround(namespace: string | undefined, { around, namespaces }: Catalogue): string | undefined {
  const [aroundNamespace, folder] = around
  if (folder === undefined || namespace === undefined || aroundNamespace !== namespace) return undefined
  const apps = namespaces.get(namespace) ?? []
  const owner = folder.replace(/-oidc$/, "")
  return [owner, folder].find((name) => apps.includes(name))
}

function onlyApp(namespace: string | undefined, { namespaces }: Catalogue): string | undefined {
  const apps = protectableApps(namespaces.get(namespace ?? "") ?? [])
  return apps.length === 1 ? apps[0] : undefined
}

function knownNamespace(name: string, { namespaces, label }: Catalogue): string {
  if (namespaces.has(name)) return name
  throw new AppError("app/unknown-namespace", `There is no namespace ${name} in ${label}.`, {
    hint: didYouMean(name, namespaces.keys(), "--namespace", "idp-oidc init lists what there is."),
  })
}

function requireApp(app: string, namespace: string | undefined, { namespaces, label }: Catalogue): void {
  const within = namespace === undefined ? [...namespaces.values()].flat() : (namespaces.get(namespace) ?? [])
  if (within.includes(app)) return
  const place = namespace === undefined ? "No namespace has an app" : `Namespace ${namespace} has no app`
  throw new AppError("app/unknown-app", `${place} ${app} in ${label}.`, {
    hint: didYouMean(app, within, "--app", "Each app is a folder apps/NAMESPACE/APP."),
  })
}

function didYouMean(name: string, names: Iterable<string>, flag: string, otherwise: string): string {
  const near = nearest(name, names)
  return near ? `Did you mean ${flag} ${near}?` : otherwise
}
