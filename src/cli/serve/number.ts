import { AppError } from "../../core/errors.ts"

/**
 * A whole number from `least` to `most`.
 *
 * @throws AppError `usage/invalid-flag`
 */
export function parseNumber(text: string, flag: string, least: number, most: number): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new AppError("usage/invalid-flag", `--${flag} does not take "${text}".`, {
    hint: `Give it a whole number from ${least} to ${most}.`,
  })
}
