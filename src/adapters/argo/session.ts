/** The user's login to ArgoCD: from the environment, else as its command line stored it. */
import { parse } from "yaml"
import { AppError } from "../../core/errors.ts"

export interface ArgoSession {
  /** `https://argocd.example.com`, without a slash at the end. */
  readonly url: string
  readonly token: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** The text of a file; undefined where there is none. */
export type ReadText = (path: string) => Promise<string | undefined>

/**
 * Source: Argo CD documentation, "argocd CLI environment variables" and `argocd login`; the shape of the file as
 * `util/localconfig` writes it.
 *
 * @throws AppError `argo/no-session`
 */
export async function findArgoSession(env: Environment, readText: ReadText): Promise<ArgoSession> {
  const { ARGOCD_SERVER: server, ARGOCD_AUTH_TOKEN: token } = env
  if (server && token) return { url: addressOf(server, server.startsWith("http:")), token }
  for (const path of configPaths(env)) {
    const text = await readText(path)
    const session = text === undefined ? undefined : readStored(text, server, token)
    if (session) return session
  }
  throw new AppError("argo/no-session", "Nobody is logged in to ArgoCD on this machine.", {
    hint: "argocd login SERVER --sso",
  })
}

/** Newest place first; older versions of the command line kept it in `~/.argocd`. */
const configPaths = ({ ARGOCD_CONFIG_DIR, XDG_CONFIG_HOME, HOME }: Environment): readonly string[] => {
  if (ARGOCD_CONFIG_DIR) return [`${ARGOCD_CONFIG_DIR}/config`]
  return [
    ...(XDG_CONFIG_HOME ? [`${XDG_CONFIG_HOME}/argocd/config`] : []),
    ...(HOME ? [`${HOME}/.config/argocd/config`, `${HOME}/.argocd/config`] : []),
  ]
}

interface StoredConfig {
  readonly "current-context"?: string
  readonly contexts?: readonly { readonly name?: string; readonly server?: string; readonly user?: string }[]
  readonly servers?: readonly { readonly server?: string; readonly "plain-text"?: boolean }[]
  readonly users?: readonly { readonly name?: string; readonly "auth-token"?: string }[]
}

/** A token of the environment goes with the stored server, and the other way round. */
function readStored(
  text: string,
  server: string | undefined,
  token: string | undefined,
): ArgoSession | undefined {
  const { contexts = [], servers = [], users = [], ...config } = parseConfig(text)
  const context =
    server === undefined
      ? contexts.find(({ name }) => name === config["current-context"])
      : contexts.find((candidate) => candidate.server === server)
  const found = token ?? users.find(({ name }) => name === context?.user)?.["auth-token"]
  if (!context?.server || !found) return undefined
  const plain = servers.find((candidate) => candidate.server === context.server)?.["plain-text"] === true
  return { url: addressOf(context.server, plain), token: found }
}

/** Whatever else stands in the file, it is no login. */
function parseConfig(text: string): StoredConfig {
  try {
    const config: unknown = parse(text)
    return typeof config === "object" && config !== null ? config : {}
  } catch {
    return {}
  }
}

/** A token travels over TLS, or never leaves this machine. */
function addressOf(server: string, plain: boolean): string {
  const host = server.replace(/^https?:\/\//, "").replace(/\/+$/, "")
  const local = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::|\/|$)/.test(host)
  return `${plain && local ? "http" : "https"}://${host}`
}
