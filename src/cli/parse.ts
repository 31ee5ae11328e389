import { parseArgs } from "node:util"
import { AppError } from "../core/errors.ts"
import { nearest } from "../core/text/nearest.ts"
import type { CommandSpec, FlagSpec, Invocation } from "./command.ts"
import { globalFlags } from "./specs/shared-flags.ts"

/**
 * Arguments after the command's name, checked against its spec.
 *
 * @throws AppError `usage/unknown-flag`, `usage/invalid-flag`
 */
export function parseInvocation(spec: CommandSpec, args: readonly string[]): Invocation {
  const flags = new Map([...globalFlags, ...spec.flags].map((flag) => [flag.name, flag]))
  const given = new Map<string, string[]>()
  const positionals: string[] = []
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      [...flags].map(([name, { kind, short }]) => [
        name,
        {
          type: kind === "switch" || kind === "optional" ? "boolean" : "string",
          ...(short === undefined ? {} : { short }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value)
    if (token.kind !== "option") continue
    const flag = flags.get(token.name) ?? unknownFlag(token.rawName, spec, flags.keys())
    given.set(flag.name, [...(given.get(flag.name) ?? []), checkedValue(flag, token.value)])
  }
  if (!spec.positional?.many && positionals.length > (spec.positional ? 1 : 0))
    throw new AppError("usage/invalid-flag", `Unexpected argument "${positionals.at(-1)}".`, {
      hint: `idp-oidc ${spec.name} --help lists what it takes.`,
    })
  return {
    positionals,
    on: (flag) => given.has(flag),
    text: (flag) => given.get(flag)?.at(-1),
    list: (flag) => given.get(flag) ?? [],
    flagsWithout: (...names) =>
      [...given]
        .filter(([name]) => !names.includes(name))
        .flatMap(([name, values]) => values.flatMap((value) => flagWords(name, value, flags.get(name)))),
  }
}

function flagWords(name: string, value: string, flag: FlagSpec | undefined): readonly string[] {
  if (value === "") return [`--${name}`]
  return flag?.kind === "optional" ? [`--${name}=${value}`] : [`--${name}`, value]
}

function checkedValue(flag: FlagSpec, value: string | undefined): string {
  const refuse = (what: string): never => {
    throw new AppError("usage/invalid-flag", `--${flag.name} ${what}.`, {
      hint: hintFor(flag),
    })
  }
  if (flag.kind === "switch") return value === undefined ? "" : refuse(`takes no value, got "${value}"`)
  if (flag.kind === "optional" && value === undefined) return ""
  // `--app --yes` would otherwise make "--yes" the app.
  if (value === undefined || value === "" || value.startsWith("--"))
    return refuse(`needs a value (${flag.placeholder ?? "one of its choices"})`)
  if (flag.choices && !flag.choices.includes(value)) return refuse(`does not take "${value}"`)
  return value
}

function hintFor({ name, kind, choices, summary }: FlagSpec): string {
  if (!choices) return `--${name}: ${summary}.`
  if (kind === "optional")
    return `Write --${name} alone, or ${choices.map((choice) => `--${name}=${choice}`).join(" or ")}.`
  return `Choose one of: ${choices.join(", ")}.`
}

function unknownFlag(rawName: string, spec: CommandSpec, names: Iterable<string>): never {
  const name = rawName.replace(/^-+/, "")
  const known = [...names]
  const near = nearest(name, known)
  const longer = near ? [near] : known.filter((other) => other.startsWith(`${name}-`))
  throw new AppError("usage/unknown-flag", `Unknown flag ${rawName}.`, {
    hint:
      longer.length > 0
        ? `Did you mean ${longer.map((other) => `--${other}`).join(" or ")}?`
        : `${`idp-oidc ${spec.name}`.trimEnd()} --help lists its flags.`,
  })
}
