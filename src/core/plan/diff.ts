import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff"
import { type FileEffect, textsOf } from "./effect.ts"

/** A unified diff with git's `a/` and `b/` names, so that `git apply` and `patch -p1` take it. */
export function renderDiff(effect: FileEffect): string {
  const { before, after } = textsOf(effect)
  const name = (side: "a" | "b", text: string | undefined) =>
    text === undefined ? "/dev/null" : `${side}/${effect.path}`
  return createTwoFilesPatch(
    name("a", before),
    name("b", after),
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
    },
  )
}
