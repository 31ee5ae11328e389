/** Where a repository is hosted. A URL may carry a token, so nothing but these three parts is kept of it. */
export interface Remote {
  readonly host: string
  readonly owner: string
  readonly name: string
}

/** Reads `git@host:owner/name.git`, `ssh://…` and `https://…`; anything else, such as a folder, is no host of pull requests. */
export function parseRemote(url: string): Remote | undefined {
  const match =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^:/]+)(?::\d+)?\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(url) ??
    /^(?:[^@/:]+@)?([^:/]+):([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(url)
  const [, host, owner, name] = match ?? []
  return host && owner && name ? { host, owner, name } : undefined
}

/** The page that opens a pull request for a branch. Source: GitHub docs, "Using query parameters to create a pull request". */
export const compareUrl = ({ host, owner, name }: Remote, base: string, branch: string): string =>
  `https://${host}/${owner}/${name}/compare/${base}...${branch}?expand=1`
