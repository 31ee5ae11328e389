/** Every values file of `cases/`, and what helm made of it in `golden/`. */
import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { parse, parseAllDocuments } from "yaml"
import type { Values } from "../../src/core/contract/values.ts"

export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own shape, and the schemas of Kubernetes check it.
  readonly [key: string]: any
}

/** As every case is rendered. */
export const release = { name: "myapp-oidc", namespace: "my-namespace" } as const

const folder = (name: string): string => join(import.meta.dirname, name)

export const caseNames: readonly string[] = readdirSync(folder("cases"))
  .map((file) => basename(file, ".yaml"))
  .toSorted()

export const casePath = (name: string): string => join(folder("cases"), `${name}.yaml`)
export const goldenPath = (name: string): string => join(folder("golden"), `${name}.yaml`)
export const chartDirectory = join(import.meta.dirname, "../../chart")

const readYaml = (path: string): unknown => parse(readFileSync(path, "utf8"))

export const readChartValues = (): unknown => readYaml(join(chartDirectory, "values.yaml"))

/** What Helm hands to the templates. */
export const mergedValues = (name: string): Values =>
  merge(readChartValues(), readYaml(casePath(name))) as Values

export function parseManifests(text: string): readonly Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null)
}

export const readGolden = (name: string): readonly Manifest[] =>
  parseManifests(readFileSync(goldenPath(name), "utf8"))

/** What the ConfigMap must hold: the values without what only Kubernetes needs. */
export function serverValues({ forwardAuth = {}, ...values }: Values): Values {
  const { nameOverride, fullnameOverride, externalSecret, forceSync, ...rest } = values
  const { global, idp_oidc_provider_url, idp_aws_account, ...contract } = rest
  const { hosts, identityToken, groupOverage, session } = forwardAuth
  return {
    ...contract,
    cookieNamePrefix: contract.cookieNamePrefix || `_${release.name}_`,
    forwardAuth: {
      ...(hosts && { hosts }),
      ...(identityToken && { identityToken }),
      ...(groupOverage && { groupOverage }),
      ...(session && { session }),
    },
  }
}

/** The one object of this kind. */
export function only(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind)
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}`)
  return found[0]!
}

/** As Helm does it: a mapping is merged key by key, anything else replaces. */
export function merge(defaults: unknown, given: unknown): unknown {
  if (!isRecord(defaults) || !isRecord(given)) return given
  const keys = new Set([...Object.keys(defaults), ...Object.keys(given)])
  return Object.fromEntries(
    [...keys].map((key) => [key, key in given ? merge(defaults[key], given[key]) : defaults[key]]),
  )
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
