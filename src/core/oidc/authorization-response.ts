/** The provider's answer in the callback's query. */
import { failure, type Result, success } from "../result.ts"
import { type ProviderProblem, refusal } from "./problem.ts"

/** Longer than any real value: Entra's codes reach about 1,500 characters. */
const maxValueLength = 16_384

const single = ["state", "code", "error", "error_description", "iss"] as const

export type AuthorizationResponse =
  | { readonly kind: "code"; readonly state: string; readonly query: string }
  | { readonly kind: "error"; readonly state: string; readonly problem: ProviderProblem }

/**
 * Reads the query of a callback. Nothing in it is believed yet; that takes the login it answers.
 *
 * Source: RFC 6749, sections 3.1 (a repeated parameter is an error) and 4.1.2.
 */
export function parseAuthorizationResponse(query: string): Result<AuthorizationResponse> {
  const parameters = new URLSearchParams(query)
  for (const name of single) {
    const values = parameters.getAll(name)
    if (values.length > 1) return failure(`the parameter ${name} is repeated`)
    if ((values[0]?.length ?? 0) > maxValueLength) return failure(`the parameter ${name} is too long`)
  }
  const state = parameters.get("state")
  if (!state) return failure("the parameter state is missing")
  const error = parameters.get("error")
  if (error)
    return success({
      kind: "error",
      state,
      problem: refusal(error, parameters.get("error_description") ?? ""),
    })
  return parameters.get("code")
    ? success({ kind: "code", state, query })
    : failure("the parameter code is missing")
}
