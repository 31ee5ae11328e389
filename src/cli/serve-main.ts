/** `idp-oidc serve` by itself, for the container image: its arguments are those after `serve`. */
import type { CommandSpec } from "./command.ts"
import { run } from "./commands/serve.ts"
import { parseInvocation } from "./parse.ts"
import { runProcess } from "./process.ts"
import { asksForJson, reportError } from "./report-error.ts"
import { commands } from "./specs.ts"

export const main = (): Promise<void> =>
  runProcess(async (args, io) => {
    try {
      return await run(parseInvocation(spec(), args), io)
    } catch (error) {
      return reportError(error, { json: asksForJson(args), io })
    }
  })

function spec(): CommandSpec {
  const found = commands.find(({ name }) => name === "serve")
  if (!found) throw new Error("specs.ts has no command serve")
  return found
}
