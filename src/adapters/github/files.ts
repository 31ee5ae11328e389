import { AppError } from "../../core/errors.ts"
import { type Client, orUndefined } from "./client.ts"

/**
 * The text of one file at a branch or commit, as GitHub has it; undefined where it has none.
 *
 * Source: GitHub docs, "Get repository content": content is left out above 1 MB.
 */
export async function readFile(
  { request, owner, repo }: Client,
  path: string,
  ref: string,
): Promise<string | undefined> {
  const answer = await orUndefined(
    request("GET /repos/{owner}/{repo}/contents/{path}", { owner, repo, path, ref }),
  )
  if (answer === undefined) return undefined
  const { data } = answer
  if (Array.isArray(data) || !("content" in data) || data.encoding !== "base64")
    throw new AppError("github/refused", `${path} at ${ref} is no file that GitHub gives the text of.`)
  return Buffer.from(data.content, "base64").toString()
}
