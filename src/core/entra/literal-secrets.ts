/** Secrets that somebody wrote into a file where their path belongs. What is found is never quoted. */
import { isUuid } from "../contract/text-kinds.ts"
import { checkSecretShape } from "./secret-shapes.ts"

export interface LiteralSecret {
  readonly line: number
  readonly column: number
  readonly what: string
}

/** The places in a text that hold what looks like a secret of this login. */
export const findLiteralSecrets = (text: string): readonly LiteralSecret[] =>
  text.split("\n").flatMap((line, index) => {
    const [, key = "", value = ""] =
      /^\s*(?:-\s+)?["']?([\w.-]+)["']?\s*:\s*["']?([^\s"'#]+)/.exec(line) ?? []
    const what = objection(key, value)
    return what === undefined ? [] : [{ line: index + 1, column: line.indexOf(value) + 1, what }]
  })

function objection(key: string, value: string): string | undefined {
  if (checkSecretShape("client-secret", value).verdict === "good")
    return `${key} holds what looks like a client secret of Entra`
  if (sessionKey.test(key) && /^[0-9a-f]{32,64}$/i.test(value)) return `${key} holds a session secret`
  if (clientKey.test(key) && value.length >= 16 && !/[/${}]/.test(value) && !isUuid(value))
    return `${key} holds a client secret`
  return undefined
}

const sessionKey = /session[_-]?(?:secret|key)/i
const clientKey = /client[_-]?secret$/i
