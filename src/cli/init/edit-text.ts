import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { runEditor } from "../../adapters/desktop/editor.ts"
import { createFiles } from "../../adapters/fs/files.ts"
import { AppError } from "../../core/errors.ts"
import type { WizardTools } from "../../wizard/advance.ts"
import type { Io } from "../command.ts"

/**
 * A text as somebody leaves it in their editor. It is in a file of the same name meanwhile, for editors look at that, in a folder
 * that nobody else can enter; both are gone afterwards, even where this process is ended in between.
 *
 * @throws AppError `editor/*`, `repo/unreadable-file`, `repo/unwritable-file`
 */
export const createEditText =
  ({ env, signal }: Pick<Io, "env" | "signal">): WizardTools["edit"] =>
  async ({ path, text }) => {
    const files = createFiles()
    const folder = mkdtempSync(join(tmpdir(), "idp-oidc-"))
    const remove = () => rmSync(folder, { recursive: true, force: true })
    process.on("exit", remove)
    try {
      const file = join(folder, basename(path))
      await files.write(file, text, { mode: 0o600 })
      await runEditor(file, { env, signal })
      const edited = await files.read(file)
      if (edited !== undefined) return edited
      throw new AppError("editor/failed", `The editor has left no file, so ${path} stays as it was.`)
    } finally {
      process.off("exit", remove)
      remove()
    }
  }
