import type { ErrorCode, Location } from "../errors.ts"
import { failure } from "../result.ts"
import { positionAt } from "./lines.ts"

/** Why a YAML text was not read or not edited. Ready to become an `AppError`. */
export interface YamlProblem {
  readonly code: Extract<ErrorCode, `yaml/${string}`>
  readonly message: string
  /** What to do about it. */
  readonly hint: string
  readonly location: Location
}

/** A problem in a text whose path is not known here. */
export interface OffsetProblem extends Omit<YamlProblem, "location"> {
  readonly offset: number
}

/** One problem at an offset, as the failure of a `Result`. */
export const refuse = (code: YamlProblem["code"], offset: number, message: string, hint: string) =>
  failure<OffsetProblem>({ code, offset, message, hint })

/** The same problem with file, line and column. */
export function locateProblem(
  { offset, ...problem }: OffsetProblem,
  text: string,
  { path }: Pick<Location, "path">,
): YamlProblem {
  return { ...problem, location: { path, ...positionAt(text, offset) } }
}
