import { Ajv2020 } from "ajv/dist/2020.js"

/** Where a JSON Schema validator that is not ours objects, as `/a/0/b`, sorted and each once. */
export function makeOracle(schema: object): (document: unknown) => readonly string[] {
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema)
  return (document) => {
    if (validate(document)) return []
    const places = (validate.errors ?? []).map(({ instancePath, params }) => {
      const key = params.missingProperty ?? params.additionalProperty
      return key === undefined ? instancePath : `${instancePath}/${pointer(key)}`
    })
    return [...new Set(places)].sort()
  }
}

/** The same for a path of ours. Source: RFC 6901, section 3. */
export const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${pointer(part)}`).join("")

const pointer = (part: string | number): string => String(part).replaceAll("~", "~0").replaceAll("/", "~1")
