import type { CommandSpec, FlagSpec } from "./command.ts"
import { commands, globalFlags } from "./specs.ts"

/** `idp-oidc --help`: examples first, then every command, then where to read on. */
export const renderHelp = (): string =>
  [
    "Single sign-on in front of an app on the internal developer platform.",
    "",
    "  npx idp-oidc init      protect an app, step by step",
    "  npx idp-oidc demo      see the whole story on this laptop first",
    "",
    "Commands",
    ...table(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Every command",
    ...table(globalFlags.map(flagRow)),
    "",
    "Nothing is collected and nothing is sent anywhere but where the command says.",
    "idp-oidc COMMAND --help tells the rest.",
    "",
  ].join("\n")

/** `idp-oidc COMMAND --help`. */
export const renderCommandHelp = (spec: CommandSpec): string =>
  [
    `${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}.`,
    "",
    ...spec.examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`]),
    "",
    `Usage: idp-oidc ${spec.name}${spec.positional ? ` [${spec.positional.placeholder}${spec.positional.many ? " …" : ""}]` : ""} [flags]`,
    ...(spec.positional ? table([[spec.positional.placeholder, spec.positional.summary]]) : []),
    ...(spec.flags.length > 0 ? ["", "Flags", ...table(spec.flags.map(flagRow))] : []),
    "",
    "Every command",
    ...table(globalFlags.map(flagRow)),
    "",
  ].join("\n")

function flagRow(flag: FlagSpec): readonly [string, string] {
  const value = flag.choices?.join("|") ?? flag.placeholder ?? ""
  const shape = { switch: "", text: ` ${value}`, list: ` ${value} …`, optional: `[=${value}]` }[flag.kind]
  return [`--${flag.name}${shape}`, flag.summary]
}

/** Two columns; a left cell too long for its column gets a line of its own. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(28, Math.max(...rows.map(([left]) => left.length)))
  return rows.flatMap(([left, right]) =>
    left.length > width
      ? [`  ${left}`, `  ${" ".repeat(width)}  ${right}`]
      : [`  ${left.padEnd(width)}  ${right}`],
  )
}
