import { chartName, secretPaths } from "../../contract/names.ts"
import { AppError } from "../../errors.ts"
import { readYaml, type YamlReader } from "../../repo/located-yaml.ts"
import type { YamlOperation } from "../../yaml/operation.ts"
import type { Answers } from "../answers.ts"
import { edited } from "./edited.ts"

/** An existing `application.yaml`, with what ArgoCD cannot do without. @throws AppError `app/release-name-taken` */
export function completeApplication(text: string, path: string, answers: Answers): string {
  const read = reader(text, path)
  const chart = read.string("helm", "chart")
  if (chart !== undefined && chart.value.split("/").at(-1) !== chartName)
    throw new AppError("app/release-name-taken", `${path} deploys something else: ${chart.value}.`, {
      location: chart.location,
      hint: "Choose another name with --name.",
    })
  const required: readonly (readonly [path: readonly string[], value: string, quoted: boolean])[] = [
    [["apiVersion"], "v2", false],
    [["name"], answers.release, false],
    [["version"], "0.1.0", false],
    [["helm", "chart"], `helm/${chartName}`, false],
    [["helm", "chartVersion"], answers.chartVersion, true],
  ]
  return edited(
    text,
    path,
    required
      .filter(([keys]) => !read.has(...keys))
      .map(([keys, value, quoted]) => ({
        kind: "set",
        path: keys,
        value,
        ...(quoted ? { quote: "double" as const } : {}),
      })),
  )
}

/** An existing `values.yaml`, with the domain and the secrets' paths where it names none. */
export function completeValues(text: string, path: string, answers: Answers): string {
  const read = reader(text, path)
  const operations: YamlOperation[] = []
  if (!read.has("domain")) operations.push({ kind: "set", path: ["domain"], value: answers.hosts[0] })
  if (!namesSecrets(read))
    for (const [key, value] of Object.entries(secretPaths(answers.namespace, answers.app)))
      if (!read.has("externalSecret", "separateSecrets", key))
        operations.push({ kind: "set", path: ["externalSecret", "separateSecrets", key], value })
  return edited(text, path, operations)
}

/** One JSON secret, or none because the Secret is made elsewhere, are both ways of naming them. */
const namesSecrets = (read: YamlReader): boolean =>
  read.has("externalSecret", "remoteSecretName") ||
  read.has("externalSecret", "remoteSecretPath") ||
  read.boolean("externalSecret", "enabled")?.value === false

function reader(text: string, path: string): YamlReader {
  const read = readYaml(text, path)
  if (read.ok) return read.value
  const [problem] = read.problems
  throw new AppError("app/invalid-yaml", `${path} does not parse: ${problem?.what}`, {
    location: problem?.location ?? { path },
    hint: "Correct it and run again.",
  })
}
