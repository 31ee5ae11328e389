import { AppError, type Exit, errorCodes, renderLocation } from "../core/errors.ts"
import { printable } from "../core/text/printable.ts"
import type { Io } from "./command.ts"
import { version } from "./version.ts"

/** Read from the arguments themselves: they may be what is wrong. */
export const asksForJson = (args: readonly string[]): boolean =>
  args.some(
    (arg, index) =>
      arg === "--json" || arg === "--format=json" || (arg === "--format" && args[index + 1] === "json"),
  )

/** Prints an error once, for people on stderr or as JSON on stdout, and tells how the process must end. */
export function reportError(error: unknown, { json, io }: { readonly json: boolean; readonly io: Io }): Exit {
  if (io.signal.aborted) {
    io.stderr.write("Cancelled.\n")
    return "cancelled"
  }
  if (error instanceof AppError) {
    if (json)
      io.stdout.write(`${JSON.stringify({ schema: 1, status: "failed", error: errorDocument(error) })}\n`)
    else io.stderr.write(renderError(error))
    return errorCodes[error.code]
  }
  const what = `idp-oidc ${version}, Node ${process.version}, ${process.platform}`
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (json)
    io.stdout.write(`${JSON.stringify({ schema: 1, status: "failed", error: { code: "internal" } })}\n`)
  io.stderr.write(
    `This is a bug in idp-oidc, not something you did. Please show the IDP team this:\n${what}\n${stack}\n`,
  )
  return "internal"
}

const errorDocument = ({ code, message, hint, location, details }: AppError) => ({
  code,
  message,
  hint,
  location,
  details,
})

function renderError(error: AppError): string {
  const lines = [`Error: ${error.message}`]
  if (error.location) lines.push(`  where  ${renderLocation(error.location)}`)
  lines.push(...error.details.map((detail) => `  - ${detail}`))
  if (error.hint) lines.push(`  do     ${error.hint}`)
  return `${lines.map(printable).join("\n")}\n  code   ${error.code}\n`
}
