import { AppError } from "../errors.ts"
import type { Located } from "../repo/located-yaml.ts"
import type { MiddlewareNames } from "../repo/middleware-references.ts"
import type { Effect } from "./effect.ts"
import { placeFiles } from "./effects/commit.ts"
import { planPullRequest } from "./effects/pull-request.ts"
import { change } from "./effects/release-files.ts"
import { makeUnwiring } from "./effects/unwire.ts"
import type { Subject } from "./plan.ts"
import type { Place, PullRequests } from "./snapshot.ts"

export interface UnwiringRequest {
  readonly subject: Subject
  readonly names: MiddlewareNames
  /** The app's `values.yaml`. */
  readonly path: string
  /** Where it is edited. */
  readonly place: Place
  readonly pullRequests: PullRequests | undefined
  /** True where the default branch has no reference any more. */
  readonly merged: boolean
}

export interface PlannedUnwiring {
  readonly effects: readonly Effect[]
  readonly waits: readonly string[]
  /** The page of the pull request that waits to be merged. */
  readonly open: string | undefined
  readonly removed: readonly Located<string>[]
}

/**
 * Turns login off: the first half of `remove`, and the way back when going live has failed.
 *
 * @throws AppError `app/unknown-app`, `yaml/*`
 */
export function planUnwiring(request: UnwiringRequest): PlannedUnwiring {
  const { subject, names, path, place, pullRequests, merged } = request
  const text = place.texts.get(path)
  if (text === undefined)
    throw new AppError("app/unknown-app", `${path} is not on the branch to change.`, {
      hint: "Merge the app first, or use --no-commit.",
    })
  const { after, removed } = makeUnwiring(names, text, path)
  const files = change(
    path,
    place,
    after,
    `takes ${subject.release} off the ingress: nobody is asked to log in then`,
  )
  const message = {
    subject: `Ask for login no more in front of ${subject.app}`,
    body: `Takes the middleware ${subject.release} off the ingress. The middleware itself stays until this is deployed: a reference to one that is not there takes the whole app offline.`,
  }
  const opening = planPullRequest(place.destination, pullRequests, {
    ...message,
    commits: files.length > 0,
    merged,
    why: "turns login off",
  })
  return {
    effects: [...placeFiles(place, files, message), ...opening.effects],
    waits: opening.waits,
    open: opening.open,
    removed,
  }
}
