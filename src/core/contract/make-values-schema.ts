import type { Shape } from "./shape.ts"
import { valuesShape } from "./values-shape.ts"

export type JsonSchema = { readonly [Keyword: string]: unknown }

/** `values.schema.json` of chart 1.x, for Helm and for editors. Source: JSON Schema draft 2020-12. */
export const makeValuesSchema = (): JsonSchema => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "idp-oidc-middleware",
  ...schemaOf(valuesShape),
})

function schemaOf(shape: Shape): JsonSchema {
  const description = shape.about === "" ? {} : { description: shape.about }
  switch (shape.kind) {
    case "list":
      return { type: "array", ...description, items: schemaOf(shape.items) }
    case "object":
      return {
        type: "object",
        ...description,
        ...(shape.required.length > 0 && { required: shape.required }),
        ...(!shape.open && { additionalProperties: false }),
        ...(Object.keys(shape.members).length > 0 && { properties: mapValues(shape.members, schemaOf) }),
      }
    case "scalar": {
      const { kind: _, about: __, types, values, ...limits } = shape
      const [first, ...others] = types
      return {
        type: others.length === 0 ? first : types,
        ...description,
        ...(values && { enum: values }),
        ...limits,
      }
    }
  }
}

const mapValues = <In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
