/** Completion scripts, from the same specs as the parser and the help: they cannot offer what is not there. */
import type { CommandSpec, FlagSpec } from "./command.ts"
import { globalFlags } from "./specs/shared-flags.ts"
import { commands } from "./specs.ts"

export const shells = ["bash", "zsh", "fish"] as const
export type Shell = (typeof shells)[number]

export function renderCompletion(shell: Shell): string {
  switch (shell) {
    case "bash":
      return bash
    case "zsh":
      return `autoload -U +X compinit bashcompinit\ncompinit\nbashcompinit\n${bash}`
    case "fish":
      return fish
  }
}

const flagsOf = ({ flags }: CommandSpec): readonly FlagSpec[] => [...flags, ...globalFlags]

const words = (all: readonly string[]): string => all.join(" ")

/** Source: Bash Reference Manual, "Programmable Completion". Without an answer of ours, files are offered. */
const bash = `_idp_oidc() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= word offers=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      -*) ;;
      *) command=$word; break ;;
    esac
  done
  case "$command $prev" in
${commands
  .flatMap((command) =>
    flagsOf(command).flatMap(({ name, choices }) =>
      choices ? [`    "${command.name} --${name}") offers="${words(choices)}" ;;`] : [],
    ),
  )
  .join("\n")}
  esac
  if [ -z "$offers" ] && [ -z "$command" ]; then
    offers="${words(commands.map(({ name }) => name))}"
  elif [ -z "$offers" ]; then
    case $cur in
      -*)
        case $command in
${commands
  .map(
    (command) =>
      `          ${command.name}) offers="${words(flagsOf(command).map(({ name }) => `--${name}`))}" ;;`,
  )
  .join("\n")}
        esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$offers" -- "$cur"))
}
complete -o default -F _idp_oidc idp-oidc
`

/** Source: fish documentation, "Writing your own completions". */
const fish = `complete -c idp-oidc -f -n __fish_use_subcommand
${commands
  .flatMap((command) => [
    `complete -c idp-oidc -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...flagsOf(command).map((flag) => fishFlag(command, flag)),
  ])
  .join("\n")}
`

function fishFlag({ name: command }: CommandSpec, { name, kind, choices, summary }: FlagSpec): string {
  const value =
    kind === "switch"
      ? []
      : choices
        ? ["-x", `-a ${quoted(words(choices))}`]
        : kind === "optional"
          ? []
          : ["-r"]
  return [
    `complete -c idp-oidc -n ${quoted(`__fish_seen_subcommand_from ${command}`)} -l ${name}`,
    ...value,
    `-d ${quoted(summary)}`,
  ].join(" ")
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
}
