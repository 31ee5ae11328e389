/** Where the API of a repository's host is. */
export interface GitHubHost {
  /** As in the remote's URL: `github.com`. */
  readonly name: string
  /** Without a slash at the end. */
  readonly apiUrl: string
  /** Server has variables of its own for tokens, and older versions of the API. */
  readonly kind: "cloud" | "server"
  /** True where `GITHUB_API_URL` leads somewhere else than the host's own API: a stored login is not sent there. */
  readonly overridden: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The API of a remote's host.
 *
 * A name that is not GitHub's own may be an alias of the user's SSH configuration, so `GH_HOST` goes before it. In a workflow
 * `GITHUB_API_URL` describes the server of the run; a remote on another server is not reached through it.
 *
 * Source: GitHub docs, "Getting started with the REST API" for Enterprise Server and for ghe.com;
 * "Variables reference"; `gh help environment`.
 */
export function findHost(remoteHost: string, env: Environment): GitHubHost {
  const named = remoteHost.toLowerCase().replace(/^(?:ssh|www)\.(?=github\.com$)/, "")
  const name = isCloud(named) ? named : (env.GH_HOST?.toLowerCase() ?? named)
  const own = ownApiUrl(name)
  const apiUrl = overrideFor(name, env) ?? own
  return { name, apiUrl, kind: isCloud(name) ? "cloud" : "server", overridden: apiUrl !== own }
}

const isCloud = (host: string): boolean => host === "github.com" || host.endsWith(".ghe.com")

function ownApiUrl(host: string): string {
  if (host === "github.com") return "https://api.github.com"
  return isCloud(host) ? `https://api.${host}` : `https://${host}/api/v3`
}

function overrideFor(
  host: string,
  { GITHUB_API_URL: api, GITHUB_SERVER_URL: server }: Environment,
): string | undefined {
  if (!api || (server && hostOf(server) !== host) || !isSafe(api)) return undefined
  return api.replace(/\/+$/, "")
}

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined)

/** A token travels over TLS, or never leaves this machine. */
const isSafe = (url: string): boolean =>
  URL.canParse(url) &&
  (new URL(url).protocol === "https:" || /^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(url).hostname))
