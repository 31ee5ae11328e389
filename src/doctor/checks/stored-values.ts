/** The values of the stored secrets, read in memory for somebody who asks for it, and never shown. */
import { runtimeOf } from "../../core/contract/chart-version.ts"
import { areSwapped, checkSecretShape, type SecretField } from "../../core/entra/secret-shapes.ts"
import { type Check, type Finding, fail, warn } from "../check.ts"
import { eachStored, type Part, partsOf, whereOf } from "../stored-secrets.ts"
import { hasMixedPaths } from "./values.ts"

export const valueShapes: Check = {
  id: "OIDC414",
  group: "aws",
  title: "The stored values have the shape that they should have",
  needs: ["aws", "values"],
  after: ["OIDC111", "OIDC412"],
  hint: "Store that one again by the namespace's secrets workflow, without quotes, spaces or a line break.",
  run: eachStored(async (release, aws, { profile }) => {
    if (hasMixedPaths(release)) return undefined
    const parts = partsOf(release)
    const values = await Promise.all(parts.map(async (part) => [part, await aws.read(part.path)] as const))
    const stored = (field: SecretField) => values.find(([part]) => part.field === field)?.[1] ?? ""
    const [clientId, clientSecret] = [stored("client-id"), stored("client-secret")]
    if (areSwapped({ clientId, clientSecret }))
      return [
        fail(`client ID and client secret of ${release.name} are stored in each other's place`, {
          location: { path: release.valuesPath },
          hint: "Store both again, each under its own name.",
        }),
      ]
    const known = { clientId, ...(profile.tenantId === undefined ? {} : { tenantId: profile.tenantId }) }
    return values.flatMap(([part, value]) => judgeValue(part, value, known))
  }),
}

function judgeValue(
  part: Part,
  value: string | undefined,
  known: { readonly clientId: string; readonly tenantId?: string },
): readonly Finding[] {
  if (value === undefined) return []
  const { release, field } = part
  // Our own server takes several session secrets, one a line.
  const isList = field === "session-secret" && runtimeOf(release.chartVersion) === "forward-auth"
  const lines = isList ? value.replace(/\n$/, "").split("\n") : [value]
  const others = field === "client-id" ? { ...known, clientId: "" } : known
  return lines
    .flatMap((line) => checkSecretShape(field, line, others).problems)
    .map(({ message, fix, doubt }) =>
      (doubt ? warn : fail)(
        `the ${field.replace("-", " ")} of ${release.name}: ${message.replace(/\.$/, "")}`,
        {
          ...whereOf(part),
          hint: fix,
        },
      ),
    )
}
