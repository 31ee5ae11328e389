import type { FileEffect } from "../effect.ts"
import type { Place } from "../snapshot.ts"
import { edited } from "./edited.ts"
import { change } from "./release-files.ts"

/**
 * The release's values with another `forceSync`, which makes External Secrets read AWS at once instead of within the hour.
 * Source: the chart's schema, `forceSync`; External Secrets Operator, FAQ "Can I manually trigger a secret refresh?".
 *
 * @throws AppError `yaml/*`
 */
export const bumpForceSync = (
  path: string,
  place: Place,
  text: string,
  mark: string,
): readonly FileEffect[] =>
  change(
    path,
    place,
    edited(text, path, [{ kind: "set", path: ["forceSync"], value: mark, quote: "double" }]),
    "makes the cluster fetch the secrets from AWS at once",
  )
