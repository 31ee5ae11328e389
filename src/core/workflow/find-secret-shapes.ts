/** What looks like a secret in the logs of runs that somebody else started: there is no value to search for, only its shape. */
import { clientSecretInText } from "../entra/secret-shapes.ts"
import type { LogFile } from "./find-secret.ts"

export interface ShapeSighting {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly field: "client-secret" | "session-secret"
}

/** 32 hexadecimal digits are a checksum more often than not, unless their name says otherwise. */
const sessionSecret = /\b[\w-]*(?:value|secret)["']?\s*[:=]\s*["']?[0-9a-f]{32}(?![0-9a-f])/i

/** The first sighting of each field in each file; the values themselves are never returned. */
export const findSecretShapes = (files: readonly LogFile[]): readonly ShapeSighting[] =>
  files.flatMap(({ name, text }) => [
    ...firstLine(text, clientSecretInText).map((line) => ({
      file: name,
      line,
      field: "client-secret" as const,
    })),
    ...firstLine(text, sessionSecret).map((line) => ({ file: name, line, field: "session-secret" as const })),
  ])

function firstLine(text: string, pattern: RegExp): readonly number[] {
  const index = text.search(pattern)
  return index < 0 ? [] : [text.slice(0, index).split("\n").length]
}
