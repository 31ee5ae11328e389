/** `idp-oidc completion SHELL`: a script for the shell to read at its start. */
import { AppError } from "../../core/errors.ts"
import { shellWord } from "../../core/text/shell-word.ts"
import type { RunCommand } from "../command.ts"
import { renderCompletion, shells } from "../render-completion.ts"

/** @throws AppError `usage/missing-text`, `usage/invalid-answer` */
export const run: RunCommand = async ({ positionals: [name] }, io) => {
  const known = `One of ${shells.join(", ")}, such as idp-oidc completion bash.`
  if (name === undefined) throw new AppError("usage/missing-text", "Which shell?", { hint: known })
  const shell = shells.find((candidate) => candidate === name)
  if (!shell)
    throw new AppError("usage/invalid-answer", `There is no completion for ${shellWord(name)}.`, {
      hint: known,
    })
  io.stdout.write(renderCompletion(shell))
  return "ok"
}
