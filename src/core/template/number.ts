/**
 * Numbers as Go prints them, with one difference: an integer prints as an integer. JSON has one kind of number, so the
 * existing middleware prints the time 1753114449 as `1.753114449e+09`.
 *
 * Source: Go's strconv, `FormatFloat`.
 */

/** `5`, `1753114449`, `1.5`, `1.2345675e+06`. */
export const formatNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : shortest(value)

/** Go's `%g`: the fewest digits that give the same number back. */
export function shortest(value: number): string {
  const [digits = "", power = ""] = value.toExponential().split("e")
  return isPlain(Number(power), 6) ? String(value) : `${digits}e${goPower(Number(power))}`
}

/** Go's `%.3f`. */
export function fixed(value: number, fractionDigits: number): string {
  const digits = String(scaled(value, fractionDigits)).padStart(fractionDigits + 1, "0")
  const point = digits.length - fractionDigits
  const fraction = fractionDigits === 0 ? "" : `.${digits.slice(point)}`
  return `${sign(value)}${digits.slice(0, point)}${fraction}`
}

/** Go's `%.3e`. */
export function scientific(value: number, fractionDigits: number): string {
  const { digits, power } = significant(value, fractionDigits + 1)
  const fraction = fractionDigits === 0 ? "" : `.${digits.slice(1)}`
  return `${sign(value)}${digits.charAt(0)}${fraction}e${goPower(power)}`
}

/** Go's `%.3g`. */
export function general(value: number, precision: number): string {
  const wanted = Math.max(1, precision)
  const { power } = significant(value, wanted)
  const text = isPlain(power, wanted)
    ? fixed(value, Math.max(0, wanted - 1 - power))
    : scientific(value, wanted - 1)
  return text.replace(/\.0+(?=e|$)|(\.\d*?)0+(?=e|$)/, "$1")
}

const isPlain = (power: number, precision: number): boolean => power >= -4 && power < precision

const goPower = (power: number): string =>
  `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`

const sign = (value: number): string => (value < 0 || Object.is(value, -0) ? "-" : "")

/** The first `count` digits, rounded, and the power of ten of the first one. */
function significant(value: number, count: number): { readonly digits: string; readonly power: number } {
  if (value === 0) return { digits: "0".repeat(count), power: 0 }
  const power = Number(value.toExponential().split("e")[1])
  const digits = String(scaled(value, count - 1 - power))
  // 9.99 rounds up to 10.0: one digit too many, and the last one is a zero.
  return digits.length > count ? { digits: digits.slice(0, count), power: power + 1 } : { digits, power }
}

/** |value| times a power of ten, rounded half to even as Go does; JavaScript's own `toFixed` rounds ties up. */
function scaled(value: number, power: number): bigint {
  let numerator = Math.abs(value)
  let halvings = 0
  for (; !Number.isInteger(numerator); halvings++) numerator *= 2
  const top = BigInt(numerator) * 10n ** BigInt(Math.max(0, power))
  const bottom = (1n << BigInt(halvings)) * 10n ** BigInt(Math.max(0, -power))
  const quotient = top / bottom
  const twice = 2n * (top % bottom)
  return twice > bottom || (twice === bottom && quotient % 2n === 1n) ? quotient + 1n : quotient
}
