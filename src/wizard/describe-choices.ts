import { releaseNameFor } from "../core/contract/names.ts"
import type { Catalogue } from "../core/plan/choose-app.ts"
import type { Missing } from "../core/plan/missing.ts"
import { type AppFacts, appFolder, parseApp } from "../core/repo/app.ts"
import type { Tree } from "../core/repo/tree.ts"

/** More are not read: whoever has hundreds of apps types a name, and waits for nothing. */
const mostRead = 50

/** What tells the apps of a namespace apart: their hosts, which ingress serves them, and whether they ask for login already. */
export async function describeChoices(
  tree: Tree,
  missing: readonly Missing[],
  { namespaces }: Pick<Catalogue, "namespaces">,
): Promise<readonly Missing[]> {
  const asked = missing.find(({ flag, choices }) => flag === "--app" && choices !== undefined)
  const choices = asked?.choices ?? []
  const home = [...namespaces].find(([, folders]) => choices.every((app) => folders.includes(app)))
  if (!asked || !home || choices.length === 0) return missing
  const [namespace, folders] = home
  const texts =
    choices.length > mostRead
      ? []
      : await tree.read(choices.map((app) => `${appFolder(namespace, app)}/values.yaml`))
  const notes = choices.flatMap((app, index) => {
    const facts = texts[index] === undefined ? [] : describeApp(namespace, app, texts[index])
    const all = [...facts, ...(folders.includes(releaseNameFor(app)) ? ["has an OIDC middleware"] : [])]
    return all.length === 0 ? [] : [[app, all.join(", ")] as const]
  })
  return missing.map((one) => (one === asked ? { ...one, notes: Object.fromEntries(notes) } : one))
}

function describeApp(namespace: string, name: string, values: string): readonly string[] {
  const parsed = parseApp({ namespace, name, application: undefined, values })
  if (!parsed.ok) return []
  const { public: open, private: internal } = parsed.value.ingresses
  const kinds = [open, internal].filter(({ enabled }) => enabled)
  if (kinds.length === 0) return ["no ingress"]
  return [hostsOf(kinds), kinds.map(({ kind }) => kind).join(" and ")].filter(Boolean)
}

function hostsOf(kinds: readonly AppFacts["ingresses"]["public"][]): string {
  const [first = "", ...others] = kinds.flatMap(({ hosts }) => hosts.map(({ value }) => value))
  return others.length === 0 ? first : `${first} and ${others.length} more`
}
