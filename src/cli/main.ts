/** The entry of every command: arguments in, exit code out. Loads a command's code only when it is asked for. */
import { AppError, type Exit } from "../core/errors.ts"
import { nearest } from "../core/text/nearest.ts"
import type { CommandSpec, Io, RunCommand } from "./command.ts"
import { renderCommandHelp, renderHelp } from "./help.ts"
import { parseInvocation } from "./parse.ts"
import { runProcess } from "./process.ts"
import { commands } from "./specs.ts"
import { version } from "./version.ts"

/** One line a command, as `name: async () => (await import("./commands/name.ts")).run`. */
const loaders: Readonly<Record<string, () => Promise<RunCommand>>> = {
  init: async () => (await import("./commands/init.ts")).run,

  rotate: async () => (await import("./commands/rotate.ts")).run,
  remove: async () => (await import("./commands/remove.ts")).run,
  doctor: async () => (await import("./commands/doctor.ts")).run,
  preview: async () => (await import("./commands/preview.ts")).run,
  demo: async () => (await import("./commands/demo.ts")).run,
  explain: async () => (await import("./commands/explain.ts")).run,
  serve: async () => (await import("./commands/serve.ts")).run,
  completion: async () => (await import("./commands/completion.ts")).run,
  chart: async () => (await import("./commands/chart.ts")).run,
}

/** What may be typed without a command: the flags that every command takes. */
const withoutCommand: CommandSpec = { name: "", summary: "", examples: [], flags: [] }

export const main = (): Promise<void> => runProcess(runCommandLine)

/** Never throws: every error is printed here and becomes an exit. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<Exit> {
  try {
    return await dispatch(args, io)
  } catch (error) {
    const { asksForJson, reportError } = await import("./report-error.ts")
    return reportError(error, { json: asksForJson(args), io })
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<Exit> {
  const print = (text: string): Exit => {
    io.stdout.write(text)
    return "ok"
  }
  const { name, rest } = splitCommand(args)
  const spec = name === undefined ? withoutCommand : findSpec(name)
  const invocation = parseInvocation(spec, rest)
  if (invocation.on("version")) return print(`${version}\n`)
  if (name === undefined) return print(renderHelp(io.stdout.columns))
  if (invocation.on("help")) return print(renderCommandHelp(spec, io.stdout.columns))
  const load = loaders[name]
  if (!load) throw new Error(`The command ${name} has a spec and no code.`)
  const run = await load()
  return run(invocation, io)
}

/** `idp-oidc --json init`, `idp-oidc help init` and `idp-oidc init --json` are all the same to whoever types them. */
function splitCommand(args: readonly string[]): {
  readonly name: string | undefined
  readonly rest: readonly string[]
} {
  if (args[0] === "help") return splitCommand([...args.slice(1), "--help"])
  if (args[0] === "version") return splitCommand(["--version", ...args.slice(1)])
  const index = args.findIndex((arg) => !arg.startsWith("-"))
  return index < 0 ? { name: undefined, rest: args } : { name: args[index], rest: args.toSpliced(index, 1) }
}

function findSpec(name: string): CommandSpec {
  const spec = commands.find((command) => command.name === name)
  if (spec) return spec
  const near = nearest(
    name,
    commands.map((command) => command.name),
  )
  throw new AppError("usage/unknown-command", `There is no command "${name}".`, {
    hint: near ? `Did you mean idp-oidc ${near}?` : "idp-oidc --help lists the commands.",
  })
}
