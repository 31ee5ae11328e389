/** Walks the releases of the middleware where evidence lies outside of the repository, and may be out of reach for some of them. */
import { type Finding, isOutOfReach, type Look, looked, nothing, type OutOfReach, unknown } from "./check.ts"
import type { Facts } from "./facts.ts"
import type { App, Release } from "./login.ts"

/** More than a person looks after at a time, and more than should be asked in one go. */
const maxReleases = 10

/** `undefined` where there is nothing to look at. */
type LookAtRelease = (
  release: Release,
  apps: readonly App[],
  facts: Facts,
) => Promise<readonly Finding[] | OutOfReach | undefined>

export const eachDeployed =
  (look: LookAtRelease) =>
  async (facts: Facts): Promise<Look> => {
    const { logins, appsOf } = await facts.logins()
    const releases = [...new Set(logins.flatMap(({ release }) => release ?? []))]
    if (releases.length === 0) return nothing("there is no release of the middleware")
    if (releases.length > maxReleases)
      return looked(
        unknown(`${releases.length} releases are too many to ask about: choose an app`, {
          command: "idp-oidc doctor --app APP",
        }),
      )
    const looks = await Promise.all(releases.map((release) => look(release, appsOf(release), facts)))
    const lost = looks.filter(isOutOfReach)
    const seen = looks.flatMap((found) => (found === undefined || isOutOfReach(found) ? [] : [found]))
    const [first] = lost
    if (seen.length > 0) return looked(...seen.flat(), ...lost.slice(0, 1).map(sayLost))
    return first ?? nothing("no release of the middleware can be read")
  }

/** Where some could be looked at, the others are unknown. */
const sayLost = ({ why, hint, command }: OutOfReach): Finding =>
  unknown(`not all could be looked at: ${why}`, {
    ...(hint === undefined ? {} : { hint }),
    ...(command === undefined ? {} : { command }),
  })
