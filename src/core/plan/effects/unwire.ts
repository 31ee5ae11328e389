import { AppError } from "../../errors.ts"
import type { Located } from "../../repo/located-yaml.ts"
import {
  findMiddlewareUses,
  type MiddlewareNames,
  type MiddlewareUse,
} from "../../repo/middleware-references.ts"
import type { YamlOperation } from "../../yaml/operation.ts"
import { edited } from "./edited.ts"

export interface Unwiring {
  readonly after: string
  /** What referred to the middleware; empty where nothing did. */
  readonly removed: readonly Located<string>[]
}

/**
 * The app's `values.yaml` without any reference to the middleware, every other byte as it was: what `makeWiring` did, undone.
 * A list that has nothing else goes; where a reader would miss it, because it was written as `[]` before, that is what stays.
 *
 * @throws AppError `yaml/*`
 */
export function makeUnwiring(names: MiddlewareNames, text: string, path: string): Unwiring {
  const removed = findMiddlewareUses(text, path, names)
  const after = edited(text, path, operationsFor(removed))
  const [left] = findMiddlewareUses(after, path, names)
  if (left)
    throw new AppError("yaml/unsafe-edit", `${left.value} stands where it cannot be told from the rest.`, {
      location: left.location,
      hint: "Remove it by hand.",
    })
  return { after, removed }
}

/** From the end: an item that goes moves those after it. */
const operationsFor = (uses: readonly MiddlewareUse[]): readonly YamlOperation[] =>
  uses
    .toReversed()
    .map(({ path, rest, list }) =>
      rest === undefined
        ? { kind: "remove", path: list?.emptied && list.inline ? list.path : path }
        : { kind: "set", path, value: rest },
    )
