/**
 * What plain words mean to Helm, whose parser mixes YAML 1.1 and 1.2: `on` is true, `0123` is octal, `1:30` is text.
 *
 * Source: sigs.k8s.io/yaml 1.6.0, observed by running it; `test/core/contract/helm-scalars.test.ts` has the table.
 */
import type { ScalarTag } from "yaml"

const nothing: ScalarTag = {
  tag: "tag:yaml.org,2002:null",
  default: true,
  test: /^(?:~|null|Null|NULL)?$/,
  resolve: () => null,
}

const isTrue = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/
const isFalse = /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/

const boolean: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: new RegExp(`${isTrue.source}|${isFalse.source}`),
  resolve: (source) => isTrue.test(source),
}

const number: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  test: /^[-+.]?[0-9]|^[-+]?\.(?:[0-9]|inf|Inf|INF|nan|NaN|NAN)/,
  resolve: readNumber,
}

/** An explicit `!!int`; plain integers are read by `number`, as JSON has one kind only. */
const explicitInteger: ScalarTag = { tag: "tag:yaml.org,2002:int", resolve: readNumber }

/** To be added to the `failsafe` schema, where everything is text. */
export const helmScalars = [nothing, boolean, number, explicitInteger]

/** The number, or the text itself where it only starts like one. Underscores are skipped, except after a leading dot. */
function readNumber(source: string): number | string {
  const plain = source.startsWith(".") ? source : source.replaceAll("_", "")
  const [, sign, digits = ""] = /^([-+]?)(.*)$/s.exec(plain) ?? []
  const magnitude = readMagnitude(digits)
  if (magnitude === undefined) return source
  return sign === "-" ? -magnitude : magnitude
}

function readMagnitude(digits: string): number | undefined {
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8)
  if (/^0(?:[bB][01]+|[oO][0-7]+|[xX][0-9a-fA-F]+)$/.test(digits)) return Number(digits)
  if (/^\.(?:inf|Inf|INF)$/.test(digits)) return Number.POSITIVE_INFINITY
  if (/^\.(?:nan|NaN|NAN)$/.test(digits)) return Number.NaN
  if (!/^(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(digits)) return undefined
  const value = Number(digits)
  return Number.isFinite(value) ? value : undefined
}
