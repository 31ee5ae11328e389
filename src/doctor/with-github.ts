/** Looks at GitHub by the user's own token, where there is one. */
import { isOutOfReach, type Look } from "./check.ts"
import type { Facts, ReadGitHub } from "./facts.ts"

export const withGitHub =
  (look: (github: ReadGitHub, facts: Facts) => Promise<Look>) =>
  async (facts: Facts): Promise<Look> => {
    const github = await facts.github()
    return isOutOfReach(github) ? github : look(github, facts)
  }
