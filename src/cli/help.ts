import { wrap } from "../core/text/wrap.ts"
import type { CommandSpec, FlagSpec } from "./command.ts"
import { globalFlags } from "./specs/shared-flags.ts"
import { commands } from "./specs.ts"

/** `idp-oidc --help`: examples first, then every command, then where to read on. `columns` of the terminal, where there is one. */
export const renderHelp = (columns = 80): string =>
  [
    "Single sign-on in front of an app on the internal developer platform.",
    "",
    "  npx idp-oidc init      protect an app, step by step",
    "  npx idp-oidc demo      see the whole story on this laptop first",
    "",
    "Commands",
    ...table(
      commands.map(({ name, summary }) => [name, summary]),
      columns,
    ),
    "",
    "Every command",
    ...table(globalFlags.map(flagRow), columns),
    "",
    "Nothing is collected and nothing is sent anywhere but where the command says.",
    "idp-oidc COMMAND --help tells the rest.",
    "",
  ].join("\n")

/** `idp-oidc COMMAND --help`. */
export const renderCommandHelp = (spec: CommandSpec, columns = 80): string =>
  [
    ...wrap(`${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}.`, columns),
    "",
    ...spec.examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`]),
    "",
    `Usage: idp-oidc ${spec.name}${spec.positional ? ` [${spec.positional.placeholder}${spec.positional.many ? " …" : ""}]` : ""} [flags]`,
    ...(spec.positional ? table([[spec.positional.placeholder, spec.positional.summary]], columns) : []),
    ...(spec.flags.length > 0 ? ["", "Flags", ...table(spec.flags.map(flagRow), columns)] : []),
    "",
    "Every command",
    ...table(globalFlags.map(flagRow), columns),
    "",
  ].join("\n")

function flagRow(flag: FlagSpec): readonly [string, string] {
  const value = flag.choices?.join("|") ?? flag.placeholder ?? ""
  const shape = { switch: "", text: ` ${value}`, list: ` ${value} …`, optional: `[=${value}]` }[flag.kind]
  return [`${flag.short ? `-${flag.short}, ` : ""}--${flag.name}${shape}`, flag.summary]
}

/** Two columns; a left cell too long for its column gets a line of its own, and so do all where the terminal is narrow. */
function table(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const narrow = columns < 60
  const width = narrow ? 4 : Math.min(28, Math.max(...rows.map(([left]) => left.length)))
  return rows.flatMap(([left, right]) => {
    const [first = "", ...more] = wrap(right, Math.min(columns, 110) - width - 5)
    const indent = `  ${" ".repeat(width)}  `
    const head = left.length > width ? [`  ${left}`, indent + first] : [`  ${left.padEnd(width)}  ${first}`]
    return [...head, ...more.map((line) => indent + line)]
  })
}
