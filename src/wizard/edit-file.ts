import { findLiteralSecrets } from "../core/entra/literal-secrets.ts"
import { AppError } from "../core/errors.ts"
import { proposedText, withEdit } from "../core/plan/edits.ts"
import type { WizardTools } from "./advance.ts"
import type { Phase, SecretValues, WizardState } from "./wizard-state.ts"

/** Lets somebody edit a proposed file. What cannot be kept is said on the screen that it was asked for on. */
export async function editFile(
  state: WizardState,
  { plan, file }: Extract<Phase, { kind: "editing" }>,
  { edit }: Pick<WizardTools, "edit">,
): Promise<WizardState> {
  try {
    const text = await edit({ path: file.path, text: proposedText(file) })
    requireNoSecret(file.path, text, state.values)
    const edits = withEdit(state.edits, file, text)
    return { ...state, edits, phase: { kind: "planning", towards: "files" } }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...state, phase: { kind: "files", plan, error } }
  }
}

/**
 * What is edited is saved for another day, and then committed.
 *
 * @throws AppError `app/secret-in-file`
 */
function requireNoSecret(path: string, text: string, { clientSecret }: SecretValues): void {
  const [found] = findLiteralSecrets(text)
  const typed = clientSecret !== undefined && text.includes(clientSecret.reveal())
  if (!found && !typed) return
  throw new AppError(
    "app/secret-in-file",
    `${found?.what ?? "It holds the client secret"}, so your edit of ${path} was not kept.`,
    {
      location: { path, ...(found ? { line: found.line, column: found.column } : {}) },
      hint: "The files name the paths of the secrets; init stores the secrets themselves.",
    },
  )
}
