/** The entry of every command: arguments in, exit code out. Loads a command's code only when it is asked for. */
import { AppError, type Exit } from "../core/errors.ts"
import { nearest } from "../core/text/nearest.ts"
import type { Io, RunCommand } from "./command.ts"
import { runProcess } from "./process.ts"
import { version } from "./version.ts"

/** One line a command, as `name: async () => (await import("./commands/name.ts")).run`. */
const loaders: Readonly<Record<string, () => Promise<RunCommand>>> = {
  init: async () => (await import("./commands/init.ts")).run,
  preview: async () => (await import("./commands/preview.ts")).run,
  demo: async () => (await import("./commands/demo.ts")).run,
  explain: async () => (await import("./commands/explain.ts")).run,
  serve: async () => (await import("./commands/serve.ts")).run,
  chart: async () => (await import("./commands/chart.ts")).run,
}

export const main = (): Promise<void> => runProcess(runCommandLine)

/** Never throws: every error is printed here and becomes an exit. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<Exit> {
  try {
    return await dispatch(args, io)
  } catch (error) {
    const { reportError } = await import("./report-error.ts")
    return reportError(error, { json: args.includes("--json"), io })
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<Exit> {
  const [name, ...rest] = args
  if (name === "--version") {
    io.stdout.write(`${version}\n`)
    return "ok"
  }
  const { renderHelp, renderCommandHelp } = await import("./help.ts")
  if (name === undefined || name === "--help" || name === "help") {
    io.stdout.write(renderHelp())
    return "ok"
  }
  const { commands } = await import("./specs.ts")
  const spec = commands.find((command) => command.name === name)
  if (!spec) {
    const near = nearest(
      name,
      commands.map((command) => command.name),
    )
    throw new AppError("usage/unknown-command", `There is no command "${name}".`, {
      hint: near ? `Did you mean idp-oidc ${near}?` : "idp-oidc --help lists the commands.",
    })
  }
  const { parseInvocation } = await import("./parse.ts")
  const invocation = parseInvocation(spec, rest)
  if (invocation.on("help")) {
    io.stdout.write(renderCommandHelp(spec))
    return "ok"
  }
  const load = loaders[name]
  if (!load) throw new Error(`The command ${name} has a spec and no code.`)
  const run = await load()
  return run(invocation, io)
}
