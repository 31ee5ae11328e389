import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff"
import type { FileEffect } from "./effect.ts"

/** A unified diff with git's `a/` and `b/` names, so that `git apply` and `patch -p1` take it. */
export function renderDiff(effect: FileEffect): string {
  const before = effect.kind === "edit-file" ? effect.before : ""
  const oldName = effect.kind === "edit-file" ? `a/${effect.path}` : "/dev/null"
  return createTwoFilesPatch(oldName, `b/${effect.path}`, before, effect.after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  })
}
