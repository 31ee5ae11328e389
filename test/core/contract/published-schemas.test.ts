/**
 * Our table against the schemas that the platform has published: they must object to the same places of the same documents.
 *
 * The schemas are not ours to ship, so this runs where `IDP_OIDC_SCHEMAS` names a folder with them, called
 * `idp-oidc-middleware-v0.3.3.json` and so on; `IDP_OIDC_SCHEMA_RUNS` is the number of documents for each version.
 */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkValues } from "../../../src/core/contract/check-values.ts"
import { chartName } from "../../../src/core/contract/names.ts"
import { valuesShape, valuesShapeOf } from "../../../src/core/contract/values-shape.ts"
import { makeOracle, pointerOf } from "./json-schema-oracle.ts"
import { nearlyValid } from "./shape-arbitrary.ts"

const folder = process.env.IDP_OIDC_SCHEMAS
const runs = Number(process.env.IDP_OIDC_SCHEMA_RUNS ?? 1000)

describe("values are accepted and refused as the published schema does", () => {
  for (const version of ["0.3.0", "0.3.1", "0.3.2", "0.3.3"]) {
    const path = join(folder ?? "", `${chartName}-v${version}.json`)
    it(`in ${version}`, ({ skip }) => {
      if (folder === undefined) return skip("IDP_OIDC_SCHEMAS names no folder of published schemas")
      if (!existsSync(path)) return skip(`${path} does not exist`)
      const oracle = makeOracle(JSON.parse(readFileSync(path, "utf8")))
      fc.assert(
        fc.property(fc.oneof(nearlyValid(valuesShapeOf(version)), nearlyValid(valuesShape)), (document) => {
          const ours = checkValues(document, version)
          expect(
            ours.ok ? [] : [...new Set(ours.problems.map(({ path }) => pointerOf(path)))].sort(),
          ).toEqual(oracle(document))
        }),
        { numRuns: runs },
      )
    })
  }
})
