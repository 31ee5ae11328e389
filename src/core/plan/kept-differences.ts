import { renderLocation } from "../errors.ts"
import { appFolder } from "../repo/app.ts"
import { type Located, readYaml } from "../repo/located-yaml.ts"
import { type Answers, assertionsOf, type Origins } from "./answers.ts"
import { currentText, type Place, releaseFiles } from "./snapshot.ts"

export interface KeptDifferences {
  /** Differences that nobody asked about. */
  readonly notes: readonly string[]
  /** Flags that ask for something else than a file says. The file wins, so a human must decide. */
  readonly unmet: readonly string[]
}

/** Where an existing release says something else than the answers: a hand wrote it, so it stays, and is reported. */
export function keptDifferences(answers: Answers, origins: Origins, place: Place): KeptDifferences {
  const paths = releaseFiles(appFolder(answers.namespace, answers.release))
  const existing = (path: string) => currentText(place, path)
  const values = readYaml(existing(paths.values) ?? "", paths.values)
  const application = readYaml(existing(paths.application) ?? "", paths.application)
  if (!values.ok || !application.ok) return { notes: [], unmet: [] }

  const domain = values.value.string("domain")
  const foreign = domain && !answers.hosts.includes(domain.value) ? [domain] : []
  return {
    notes: foreign.map(
      ({ value, location }) =>
        `${renderLocation(location)} has the domain ${value}, which is none of ${answers.hosts.join(", ")}. It stays as it is.`,
    ),
    unmet: [
      existing(paths.values) === undefined ? [] : unmetValues(),
      existing(paths.application) === undefined
        ? []
        : unmetVersion(application.value.string("helm", "chartVersion")),
    ].flat(),
  }

  function unmetValues(): readonly string[] {
    if (!values.ok) return []
    const read = values.value
    const prefix = read.string("cookieNamePrefix")?.value
    const bypass = read.strings("bypassPaths").map(({ value }) => value)
    const rules = assertionsOf(answers).flatMap(({ anyOf = [], allOf = [], name }) => [
      name,
      ...anyOf,
      ...allOf,
    ])
    const written = new Set(read.texts("authorization", "assertClaims"))
    return [
      given("cookiePrefix") && prefix !== answers.cookiePrefix ? "--cookie-prefix" : undefined,
      given("bypass") && !sameSet(bypass, answers.bypass) ? "--bypass" : undefined,
      (given("groups") || given("claims")) && !rules.every((text) => written.has(text))
        ? "--group or --claim"
        : undefined,
      given("hosts") && domain?.value !== answers.hosts[0] ? "--host" : undefined,
    ]
      .filter((flag) => flag !== undefined)
      .map((flag) => unmet(flag, paths.values))
  }

  function unmetVersion(found: Located<string> | undefined): readonly string[] {
    const asked = given("chartVersion") ? "--chart-version" : given("runtime") ? "--runtime" : undefined
    return asked && found?.value !== answers.chartVersion ? [unmet(asked, paths.application)] : []
  }

  function given(name: keyof Origins): boolean {
    return origins[name]?.startsWith("--") ?? false
  }
}

const unmet = (flag: string, path: string): string =>
  `${path} exists and says something else than ${flag}. It stays as it is: edit it, or delete it and run again.`

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item))
