/** Nobody turns a login on and off that often. */
const mostRounds = 50

export interface BranchRound<Found> {
  /** The branch to go on with. */
  readonly branch: string
  /** What is known of it, or else of the round before, which is merged. */
  readonly newest: Found | undefined
}

/**
 * A branch that is merged has done its work: whoever went on with it would take up again what has been changed since. The next one
 * has a number: `idp-oidc/web-oidc-wire-2`. `find` knows the newest pull request of a branch, or the branch itself.
 */
export async function findRound<Found extends { readonly state: string }>(
  wanted: string,
  find: (branch: string) => Promise<Found | undefined>,
): Promise<BranchRound<Found>> {
  let merged: Found | undefined
  for (let round = 1; ; round++) {
    const branch = round === 1 ? wanted : `${wanted}-${round}`
    const found = await find(branch)
    if (found?.state !== "merged" || round === mostRounds) return { branch, newest: found ?? merged }
    merged = found
  }
}
