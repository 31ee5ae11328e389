/** The claims of a user's token, as people can get hold of them: as JSON, as the token itself, or in a line of a debug log. */
import type { ClaimSet } from "../core/claims/claim-path.ts"

/** Nothing is verified: the user says whose claims they are. Undefined where there are none in the text. */
export function parseClaims(text: string): ClaimSet | undefined {
  const token = /eyJ[\w-]*\.([\w-]+)\./.exec(text)?.[1]
  if (token !== undefined) return parseObject(Buffer.from(token, "base64url").toString())
  return parseObject(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1))
}

function parseObject(text: string): ClaimSet | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as ClaimSet)
      : undefined
  } catch {
    return undefined
  }
}
