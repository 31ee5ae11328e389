/** Walks the subjects of a check and gathers what it finds at each. */

import type { Profile } from "../core/contract/profile.ts"
import { type Finding, type Look, looked, nothing } from "./check.ts"
import type { Facts } from "./facts.ts"
import type { App, Login, Release } from "./login.ts"
import type { Logins } from "./pair-logins.ts"

/** `undefined` where this subject cannot be looked at, because something else is wrong with it. */
type LookAt<Subject> = (subject: Subject, around: Around) => readonly Finding[] | undefined

/** What a subject may be compared with. */
export interface Around extends Logins {
  readonly profile: Profile
}

const gather = <Subject>(
  subjects: readonly Subject[],
  look: LookAt<Subject>,
  around: Around,
  why: string,
): Look => {
  const looks = subjects.flatMap((subject) => {
    const findings = look(subject, around)
    return findings === undefined ? [] : [findings]
  })
  return looks.length === 0 ? nothing(why) : looked(...looks.flat())
}

const readAround = async (facts: Facts): Promise<Around> => ({
  ...(await facts.logins()),
  profile: facts.profile,
})

export const eachRelease =
  (look: LookAt<Release>) =>
  async (facts: Facts): Promise<Look> => {
    const around = await readAround(facts)
    const releases = new Set(around.logins.flatMap(({ release }) => release ?? []))
    return gather([...releases], look, around, "no release of the middleware can be read")
  }

export const eachApp =
  (look: LookAt<App>) =>
  async (facts: Facts): Promise<Look> => {
    const around = await readAround(facts)
    const apps = new Set(around.logins.flatMap(({ app }) => app ?? []))
    return gather([...apps], look, around, "no app with a login can be read")
  }

/** An app and the release in front of it, both there. */
export type Pair = Login & { readonly app: App; readonly release: Release }

export const eachPair =
  (look: LookAt<Pair>) =>
  async (facts: Facts): Promise<Look> => {
    const around = await readAround(facts)
    const pairs = around.logins.flatMap(({ namespace, app, release }): Pair[] =>
      app && release ? [{ namespace, app, release }] : [],
    )
    return gather(pairs, look, around, "no app stands behind a release of the middleware")
  }
