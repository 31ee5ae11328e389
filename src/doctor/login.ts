/** The subjects of most checks: a release of the middleware, an app, and the two together as one login. */

import { checkValues } from "../core/contract/check-values.ts"
import { checkValuesRules } from "../core/contract/check-values-rules.ts"
import { locateProblems } from "../core/contract/locate-problems.ts"
import { resourceName } from "../core/contract/names.ts"
import { type ParsedApplication, parseApplication } from "../core/contract/parse-application.ts"
import { type ParsedYaml, parseYaml } from "../core/contract/parse-yaml.ts"
import type { KeyPath, LocatedProblem } from "../core/contract/problem.ts"
import type { Values } from "../core/contract/values.ts"
import type { Location } from "../core/errors.ts"
import { type AppFacts, appFolder, type IngressKind, parseApp } from "../core/repo/app.ts"
import { type Located, readYaml, type YamlReader } from "../core/repo/located-yaml.ts"
import { failure, type Result } from "../core/result.ts"

/** The two files of a folder of `apps/`, as they stand. */
export interface Folder {
  readonly namespace: string
  readonly name: string
  readonly application: string | undefined
  readonly values: string | undefined
}

/** A release of the middleware, read as far as its files can be. */
export interface Release {
  readonly namespace: string
  readonly name: string
  readonly applicationPath: string
  readonly valuesPath: string
  readonly application: Result<ParsedApplication, LocatedProblem>
  /** Where something stands in it, or the file as a whole. */
  readonly locateInApplication: (...path: readonly string[]) => Location
  /** As it is written; empty where there is none. */
  readonly chartVersion: string
  /** As it stands; empty where there is no file. */
  readonly valuesText: string
  readonly yaml: Result<ParsedYaml, LocatedProblem>
  /** What the schema of the chart version objects to, and YAML itself. */
  readonly objections: readonly LocatedProblem[]
  /** What can be read of the values: without keys that nobody knows, and not at all where the rest is objectionable, too. */
  readonly values: Result<Values, LocatedProblem>
  /** What the guide and the middleware object to; empty where the schema does already. */
  readonly problems: readonly LocatedProblem[]
  /** The name of the Middleware object that the chart makes. */
  readonly middleware: string
}

/** An app that asks for login, or should. */
export interface App {
  readonly namespace: string
  readonly name: string
  readonly valuesPath: string
  readonly facts: Result<AppFacts, LocatedProblem>
  readonly read: YamlReader | undefined
}

export interface Login {
  readonly namespace: string
  readonly app: App | undefined
  readonly release: Release | undefined
}

export function parseReleaseFolder({ namespace, name, application, values }: Folder): Release {
  const folder = appFolder(namespace, name)
  const [applicationPath, valuesPath] = [`${folder}/application.yaml`, `${folder}/values.yaml`]
  const parsed =
    application === undefined
      ? failure(missingFile(applicationPath, "what ArgoCD is to install"))
      : parseApplication(application, { path: applicationPath })
  const chartVersion = parsed.ok ? parsed.value.application.helm.chartVersion : writtenVersion(application)
  const yaml =
    values === undefined
      ? failure(missingFile(valuesPath, "the chart's values"))
      : parseYaml(values, valuesPath)
  const whole = yaml.ok ? locate(checkValues(yaml.value.value, chartVersion), yaml.value) : yaml
  const checked = whole.ok || !yaml.ok ? whole : withoutUnknownKeys(yaml.value, whole, chartVersion)
  return {
    namespace,
    name,
    applicationPath,
    valuesPath,
    application: parsed,
    locateInApplication: (...path) => locateIn(application ?? "", applicationPath, path),
    chartVersion,
    valuesText: values ?? "",
    yaml,
    objections: whole.ok ? [] : whole.problems,
    values: checked,
    problems:
      checked.ok && yaml.ok ? locateProblems(checkValuesRules(checked.value, chartVersion), yaml.value) : [],
    middleware: resourceName(name, checked.ok ? checked.value : {}),
  }
}

/** A slip of the finger in one key must not hide what is wrong with the others. */
function withoutUnknownKeys(
  yaml: ParsedYaml,
  refused: Result<Values, LocatedProblem> & { readonly ok: false },
  chartVersion: string,
): Result<Values, LocatedProblem> {
  const unknown = refused.problems.filter(({ what }) => what.startsWith("unknown key"))
  if (unknown.length < refused.problems.length) return refused
  const known = structuredClone(yaml.value)
  for (const { path } of unknown) deleteAt(known, path)
  return locate(checkValues(known, chartVersion), yaml)
}

function deleteAt(value: unknown, [key, ...below]: KeyPath): void {
  if (typeof value !== "object" || value === null || key === undefined) return
  if (below.length === 0) Reflect.deleteProperty(value, key)
  else deleteAt(Reflect.get(value, key), below)
}

const locate = <Value>(
  result: Result<Value, Omit<LocatedProblem, "location">>,
  yaml: ParsedYaml,
): Result<Value, LocatedProblem> => (result.ok ? result : failure(...locateProblems(result.problems, yaml)))

function locateIn(text: string, file: string, path: readonly string[]): Location {
  const yaml = parseYaml(text, file)
  return yaml.ok ? yaml.value.locate(path) : { path: file }
}

/** A version that is not text is still the one that Helm is asked for. */
function writtenVersion(application: string | undefined): string {
  const yaml = parseYaml(application ?? "", "application.yaml")
  const node = yaml.ok ? yaml.value.nodeAt(["helm", "chartVersion"]) : undefined
  return String(node ?? "")
}

const missingFile = (path: string, expected: string): LocatedProblem => ({
  path: [],
  what: "is missing",
  expected,
  rule: "yaml",
  severity: "error",
  location: { path },
})

export function parseAppFolder({ namespace, name, application, values }: Folder): App {
  const valuesPath = `${appFolder(namespace, name)}/values.yaml`
  if (values === undefined) {
    const facts = failure(missingFile(valuesPath, "the app's values"))
    return { namespace, name, valuesPath, facts, read: undefined }
  }
  const facts = parseApp({ namespace, name, application, values })
  const read = readYaml(values, valuesPath)
  return {
    namespace,
    name,
    valuesPath,
    facts: facts.ok
      ? facts
      : failure(
          ...facts.problems.map(
            ({ what, location }): LocatedProblem => ({
              path: [],
              what,
              expected: "valid YAML",
              rule: "yaml",
              severity: "error",
              location,
            }),
          ),
        ),
    read: read.ok ? read.value : undefined,
  }
}

/** One entry of a list of middlewares, and the ingress that it stands under. */
export interface Reference extends Located<string> {
  readonly kind: IngressKind
  /** Its position in that list. */
  readonly index: number
}

export const referencesOf = ({ facts }: App): readonly Reference[] =>
  facts.ok
    ? Object.values(facts.value.ingresses).flatMap(({ kind, middlewares }) =>
        middlewares.map((middleware, index) => ({ ...middleware, kind, index })),
      )
    : []

/** The hosts that users can ask for: those of every ingress that is enabled. */
export const servedHosts = ({ facts }: App): readonly string[] =>
  facts.ok
    ? Object.values(facts.value.ingresses)
        .filter(({ enabled }) => enabled)
        .flatMap(({ hosts }) => hosts.map(({ value }) => value))
    : []

export const bypassPathsOf = ({ values }: Release): readonly string[] =>
  values.ok ? (values.value.bypassPaths ?? []) : []

/** Where there is a rule, the list of paths is not used. */
export const usesRule = ({ values }: Release): boolean =>
  values.ok && Boolean(values.value.bypassAuthenticationRule)

/** Where the three secrets are in AWS, by what they are; empty where the values do not say. */
export const pathsOf = ({ values }: Release) =>
  values.ok ? (values.value.externalSecret?.separateSecrets ?? {}) : {}
