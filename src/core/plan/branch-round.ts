/** Nobody turns a login on and off that often. */
const mostRounds = 50

export interface BranchRound<Pull> {
  /** The branch to go on with. */
  readonly branch: string
  /** Its pull request, or else the one of the round before, which is merged. */
  readonly newest: Pull | undefined
}

/**
 * A branch whose pull request is merged has done its work: whoever went on with it would take up again what has been changed
 * since. The next one has a number: `idp-oidc/web-oidc-wire-2`. `find` knows the newest pull request of a branch.
 */
export async function findRound<Pull extends { readonly state: string }>(
  wanted: string,
  find: (branch: string) => Promise<Pull | undefined>,
): Promise<BranchRound<Pull>> {
  let merged: Pull | undefined
  for (let round = 1; ; round++) {
    const branch = round === 1 ? wanted : `${wanted}-${round}`
    const pull = await find(branch)
    if (pull?.state !== "merged" || round === mostRounds) return { branch, newest: pull ?? merged }
    merged = pull
  }
}
