/** Which checks to run, out of all. */
import { AppError } from "../core/errors.ts"
import { nearest } from "../core/text/nearest.ts"
import type { Check, CheckId } from "./check.ts"

export interface Selection {
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly groups: readonly string[]
  /** Of a symptom: the checks that can explain it. */
  readonly causes?: readonly CheckId[]
}

/**
 * The chosen checks, in the order of the catalogue.
 *
 * @throws AppError `usage/invalid-flag` for an id or group that does not exist
 */
export function selectChecks(
  catalogue: readonly Check[],
  { only, skip, groups, causes }: Selection,
): readonly Check[] {
  const wanted = new Set(only.map((id) => findCheck(catalogue, id, "--only").id))
  const unwanted = new Set(skip.map((id) => findCheck(catalogue, id, "--skip").id))
  const known = new Set<string>(catalogue.map(({ group }) => group))
  for (const group of groups)
    if (!known.has(group))
      throw new AppError("usage/invalid-flag", `--group does not take "${group}".`, {
        hint: `Choose one of: ${[...known].join(", ")}.`,
      })
  return catalogue.filter(
    ({ id, group }) =>
      (wanted.size === 0 || wanted.has(id)) &&
      (causes === undefined || causes.includes(id)) &&
      !unwanted.has(id) &&
      (groups.length === 0 || groups.includes(group)),
  )
}

/**
 * The check that was meant by `OIDC203`, `oidc203` or `203`.
 *
 * @throws AppError `usage/invalid-flag`
 */
export function findCheck(catalogue: readonly Check[], text: string, flag: string): Check {
  const id = /^\d+$/.test(text) ? `OIDC${text.padStart(3, "0")}` : text.toUpperCase()
  const found = catalogue.find((check) => check.id === id)
  if (found) return found
  const near = nearest(
    id,
    catalogue.map((check) => check.id),
  )
  throw new AppError("usage/invalid-flag", `${flag}: there is no check ${text}.`, {
    hint: near
      ? `Did you mean ${near}? idp-oidc doctor --list has them all.`
      : "idp-oidc doctor --list has them all.",
  })
}
