/** The official schemas of what the chart renders, made strict: a field that a version does not know is a problem. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv, type ValidateFunction } from "ajv"
import { parse, parseAllDocuments } from "yaml"
import type { Manifest } from "../chart/cases.ts"
import { modulePath, type modules } from "./tools/paths.ts"

type JsonSchema = Record<string, unknown>

export type Traefik = Extract<keyof typeof modules, `traefik${string}`>

/** What an API server with these custom resources would say; empty when it would accept the object as it is. */
export function problemsOf(manifest: Manifest, traefik: Traefik = "traefik"): readonly string[] {
  const { kind } = manifest
  const validate = validatorFor(manifest, traefik)
  if (validate(manifest)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${kind}${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

const compiled = new Map<string, ValidateFunction>()

function validatorFor({ apiVersion, kind }: Manifest, traefik: Traefik): ValidateFunction {
  const key = `${apiVersion} ${kind} ${traefik}`
  const known = compiled.get(key)
  if (known) return known
  // Kubernetes annotates its schemas with formats and x- keywords that say nothing about the shape.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  const validate = ajv.compile(schemaOf(apiVersion, kind, traefik))
  compiled.set(key, validate)
  return validate
}

function schemaOf(apiVersion: string, kind: string, traefik: Traefik): JsonSchema {
  const [version = "", group] = apiVersion.split("/").toReversed()
  switch (group) {
    case "traefik.io":
      return customResource(
        join(
          modulePath(traefik),
          "docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml",
        ),
        kind,
        version,
      )
    case "external-secrets.io":
    case "monitoring.coreos.com": {
      const folder =
        group === "external-secrets.io"
          ? join(modulePath("externalSecrets"), "config/crds/bases")
          : join(modulePath("prometheusOperator"), "example/prometheus-operator-crd")
      return customResource(join(folder, `${group}_${kind.toLowerCase()}s.yaml`), kind, version)
    }
    default:
      return builtIn(group, version, kind)
  }
}

interface CustomResourceDefinition {
  readonly spec: {
    readonly names: { readonly kind: string }
    readonly versions: readonly {
      readonly name: string
      readonly schema: { readonly openAPIV3Schema: JsonSchema }
    }[]
  }
}

function customResource(path: string, kind: string, version: string): JsonSchema {
  const definition = parseAllDocuments(readFileSync(path, "utf8"))
    .map((document) => document.toJS() as CustomResourceDefinition)
    .find(({ spec }) => spec.names.kind === kind)
  const schema = definition?.spec.versions.find(({ name }) => name === version)?.schema.openAPIV3Schema
  if (!schema) throw new Error(`${path} defines no ${kind} ${version}`)
  // A definition leaves `metadata` to Kubernetes.
  return strict({
    ...schema,
    properties: { ...(schema.properties as JsonSchema), metadata: { type: "object" } },
  })
}

interface OpenApi {
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
}

function builtIn(group: string | undefined, version: string, kind: string): JsonSchema {
  const name = group ? `apis__${group}__${version}` : `api__${version}`
  const path = join(modulePath("kubernetes"), `api/openapi-spec/v3/${name}_openapi.json`)
  const { components } = parse(readFileSync(path, "utf8")) as OpenApi
  const root = Object.entries(components.schemas).find(([, schema]) =>
    (schema["x-kubernetes-group-version-kind"] as readonly Record<string, string>[] | undefined)?.some(
      (known) => known.kind === kind && known.version === version && known.group === (group ?? ""),
    ),
  )
  if (!root) throw new Error(`Kubernetes has no ${kind} in ${group}/${version}`)
  return { ...strict({ components }), $ref: `#/components/schemas/${root[0]}` }
}

/** As an API server does with `fieldValidation: Strict`: where properties are listed, there are no others. */
function strict(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    isMapping(value) ? strict(value) : strictList(value),
  ])
  const closed =
    isMapping(schema.properties) && schema.type === "object" && !("additionalProperties" in schema)
  return { ...Object.fromEntries(entries), ...(closed && { additionalProperties: false }) }
}

const strictList = (value: unknown): unknown =>
  Array.isArray(value) ? value.map((item) => (isMapping(item) ? strict(item) : item)) : value

const isMapping = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value)
