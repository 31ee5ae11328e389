import type { Branch, DefaultBranch, GitFacts } from "./git-facts.ts"

/** What to ask `git for-each-ref` for. Source: git-for-each-ref(1). */
export const refFormat = "%(refname)%00%(objectname)%00%(symref)%00%(HEAD)%00%(worktreepath)"
export const refPatterns = ["refs/heads", "refs/remotes/origin"] as const

interface Ref {
  readonly name: string
  readonly commit: string
  readonly symref: string
  readonly isHead: boolean
  readonly checkedOut: boolean
}

/**
 * Branches out of git's listing. The default branch is the remote's, as far as this clone knows it: that is what a pull
 * request is compared with. Without a remote it is the configured first branch, `main`, `master` or the current one.
 */
export function parseRefs(
  listing: string,
  initialBranch: string,
): Pick<GitFacts, "currentBranch" | "branches" | "defaultBranch"> {
  const refs = listing.split("\n").filter(Boolean).map(parseRef)
  const heads = refs.filter(({ name }) => name.startsWith(localPrefix))
  const current = heads.find(({ isHead }) => isHead)
  const branches = new Map<string, Branch>(
    heads.map(({ name, commit, checkedOut }) => [name.slice(localPrefix.length), { commit, checkedOut }]),
  )
  const currentBranch = current?.name.slice(localPrefix.length)
  const candidates = [initialBranch, "main", "master", currentBranch].filter(Boolean)
  return {
    currentBranch,
    branches,
    defaultBranch:
      remoteDefault(refs, candidates.slice(0, -1)) ??
      candidates.map((name) => localDefault(branches, name ?? "")).find(Boolean),
  }
}

const localPrefix = "refs/heads/"
const remotePrefix = "refs/remotes/origin/"

function remoteDefault(
  refs: readonly Ref[],
  names: readonly (string | undefined)[],
): DefaultBranch | undefined {
  const head = refs.find(({ name }) => name === `${remotePrefix}HEAD`)
  const wanted = [head?.symref, ...names.map((name) => `${remotePrefix}${name}`)]
  const found = wanted.map((name) => refs.find((ref) => ref.name === name)).find(Boolean)
  if (!found) return undefined
  const name = found.name.slice(remotePrefix.length)
  return { name, label: `origin/${name}`, commit: found.commit }
}

function localDefault(branches: ReadonlyMap<string, Branch>, name: string): DefaultBranch | undefined {
  const branch = branches.get(name)
  return branch && { name, label: name, commit: branch.commit }
}

function parseRef(line: string): Ref {
  const [name = "", commit = "", symref = "", head = "", worktree = ""] = line.split("\0")
  return { name, commit, symref, isHead: head === "*", checkedOut: worktree !== "" }
}
