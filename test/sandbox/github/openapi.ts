import { readFileSync } from "node:fs"
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import type { RecordedRequest } from "../../../src/sandbox/github/start-github.ts"

interface Operation {
  readonly request?: object
  /** `null` where the answer has no body. */
  readonly responses: Readonly<Record<string, object | null>>
}

const description: { readonly operations: Readonly<Record<string, Operation>>; readonly components: object } =
  JSON.parse(readFileSync(new URL("../../fixtures/openapi/github.json", import.meta.url), "utf8"))

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })

const compiled = new Map<object, ValidateFunction>()

/** The operations described, as `GET /repos/{owner}/{repo}`. */
export const operations = Object.keys(description.operations)

/** The described operation that a request is one of. */
export const operationOf = ({ method, url }: Pick<RecordedRequest, "method" | "url">): string | undefined => {
  const path = url.replace(/\?.*/, "")
  return operations.find((operation) => {
    const [verb, template = ""] = operation.split(" ")
    // A branch's name may hold slashes.
    const pattern = template.replace(/\{(\w+)\}/g, (_, name) =>
      /^(branch|ref)$/.test(name) ? ".+" : "[^/]+",
    )
    return verb === method && new RegExp(`^${pattern}$`).test(path)
  })
}

/** What GitHub's description has against a request's body. */
export const requestProblems = (operation: string, body: unknown): readonly string[] => {
  const schema = description.operations[operation]?.request
  return schema ? problems(schema, body) : []
}

/** What it has against an answer; a status that it does not know is one problem. */
export function responseProblems(operation: string, status: number, body: unknown): readonly string[] {
  const schema = description.operations[operation]?.responses[String(status)]
  if (schema === undefined) return [`${operation} does not answer ${status}`]
  if (schema === null) return body === undefined ? [] : [`${operation} answers ${status} without a body`]
  return problems(schema, body)
}

function problems(schema: object, value: unknown): readonly string[] {
  const validate = compiled.get(schema) ?? ajv.compile({ ...schema, components: description.components })
  compiled.set(schema, validate)
  validate(value)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
