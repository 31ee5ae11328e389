/** What the server tells its operators. Fields carry facts; never a token, a code, a cookie, a secret or a claim's value. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

type Write = (fields: LogFields, message: string) => void

/** The part of a pino logger that the server uses. */
export interface Log {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
}
