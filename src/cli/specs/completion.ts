import type { CommandSpec } from "../command.ts"

export const completion: CommandSpec = {
  name: "completion",
  summary: "print a script with which bash, zsh or fish complete commands and flags",
  examples: [
    { line: 'eval "$(idp-oidc completion bash)"', does: "in ~/.bashrc; zsh is alike" },
    { line: "idp-oidc completion fish | source", does: "in config.fish" },
  ],
  positional: { placeholder: "SHELL", summary: "bash, zsh or fish" },
  flags: [],
}
