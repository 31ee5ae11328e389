/** The apps repo itself: is it one, is it whole, and does it keep secrets out. */
import { findUnreadable } from "../../core/contract/yaml-complaints.ts"
import { findLiteralSecrets } from "../../core/entra/literal-secrets.ts"
import { nearest } from "../../core/text/nearest.ts"
import { type Check, fail, looked, nothing, warn } from "../check.ts"

export const layout: Check = {
  id: "OIDC010",
  group: "repo",
  title: "The repository is an apps repo",
  needs: ["files"],
  after: [],
  hint: "Run this inside your apps repo, or name it with --repo DIR.",
  run: async (facts) => {
    const { folders, misplaced } = await facts.layout()
    if (folders.every(({ application }) => application === undefined) && misplaced.length === 0)
      return looked(
        fail("there is no apps/NAMESPACE/APP/application.yaml", {
          expected: "apps/NAMESPACE/APP/ with application.yaml and values.yaml",
        }),
      )
    return looked(
      ...misplaced.map((path) =>
        warn(`${path} has an application.yaml at the wrong depth`, {
          location: { path: `${path}/application.yaml` },
          expected: "apps/NAMESPACE/APP/application.yaml",
          hint: "Move the folder, or ArgoCD does not see it.",
        }),
      ),
    )
  },
}

export const scope: Check = {
  id: "OIDC011",
  group: "repo",
  title: "The namespace and the app that were asked for exist",
  needs: ["files"],
  after: ["OIDC010"],
  hint: "Each namespace is a folder of apps/, each app a folder of that.",
  run: async ({ scope: { namespace, app }, layout: readLayout }) => {
    const { namespaces, folders } = await readLayout()
    if (folders.length === 0) return nothing("there are no folders of apps")
    if (namespace !== undefined && !namespaces.includes(namespace))
      return looked(
        fail(`there is no namespace ${namespace}`, didYouMean("--namespace", namespace, namespaces)),
      )
    const names = folders
      .filter((folder) => folder.namespace === (namespace ?? folder.namespace))
      .map(({ name }) => name)
    return app === undefined || names.includes(app)
      ? looked()
      : looked(fail(`there is no app ${app}`, didYouMean("--app", app, names)))
  },
}

const didYouMean = (flag: string, given: string, names: readonly string[]) => {
  const near = nearest(given, names)
  return { found: given, ...(near === undefined ? {} : { hint: `Did you mean ${flag} ${near}?` }) }
}

export const wholeFiles: Check = {
  id: "OIDC012",
  group: "repo",
  title: "Files are whole: no merge is half done",
  needs: ["files"],
  after: ["OIDC010"],
  hint: "Keep one side of the conflict, then commit.",
  run: async (facts) => {
    const [{ operation }, { folders, unreadable }] = await Promise.all([facts.git(), facts.layout()])
    const conflicts = folders.flatMap(({ namespace, name, application = "", values = "" }) =>
      Object.entries({ application, values }).flatMap(([file, text]) =>
        findConflict(text, `apps/${namespace}/${name}/${file}.yaml`),
      ),
    )
    return looked(
      ...conflicts,
      ...unreadable.map(({ path, why }) =>
        fail(why, { location: { path }, hint: "Save it as UTF-8 text that you may read." }),
      ),
      ...(operation === undefined || conflicts.length > 0
        ? []
        : [warn(`a ${operation} is under way`, { hint: `git ${operation} --continue or --abort ends it.` })]),
    )
  },
}

/** Only the first marker: the others belong to the same conflict. */
function findConflict(text: string, path: string) {
  if (!text.includes("<<<<<<<") && !text.includes(">>>>>>>")) return []
  const [marker] = findUnreadable(text).filter(({ what }) => what.includes("conflict"))
  if (!marker) return []
  const line = text.slice(0, marker.offset).split("\n").length
  return [fail("a merge conflict was committed or left behind", { location: { path, line, column: 1 } })]
}

export const noSecrets: Check = {
  id: "OIDC014",
  group: "repo",
  title: "No secret is written into the files",
  needs: ["files"],
  after: ["OIDC010"],
  hint: "Order a new secret first, since history keeps the old one; then write its path instead.",
  run: async (facts) => {
    const [{ folders }, { logins }] = await Promise.all([facts.layout(), facts.logins()])
    const names = new Set(
      logins.flatMap(({ namespace, app, release }) =>
        [app, release].flatMap((part) => (part ? [`${namespace}/${part.name}`] : [])),
      ),
    )
    const subjects = folders.filter(({ namespace, name }) => names.has(`${namespace}/${name}`))
    if (subjects.length === 0) return nothing("no app here has a login")
    return looked(
      ...subjects.flatMap(({ namespace, name, values = "" }) =>
        findLiteralSecrets(values).map(({ line, column, what }) =>
          fail(what, {
            location: { path: `apps/${namespace}/${name}/values.yaml`, line, column },
            expected: "the path of a secret, such as customer/NAMESPACE/APP-oidc-client-secret",
          }),
        ),
      ),
    )
  },
}

export const repoChecks: readonly Check[] = [layout, scope, wholeFiles, noSecrets]
