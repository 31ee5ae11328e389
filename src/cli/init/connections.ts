/** GitHub and AWS by the user's own sign-ins, each connected at the first use and not before. */
import type { SecretsManager } from "../../adapters/aws/secrets-manager.ts"
import type { Git } from "../../adapters/git/git.ts"
import type { GitHub } from "../../adapters/github/github.ts"
import { AppError } from "../../core/errors.ts"
import type { Io } from "../command.ts"
import { version } from "../version.ts"

export interface Connections {
  /** @throws AppError `github/no-repository`, `github/no-token` */
  readonly github: () => Promise<GitHub>
  /** Undefined where nothing suggests that there is a sign-in, unless it is required: then AWS says itself what is missing. */
  readonly aws: (request: {
    readonly namespace: string
    readonly required: boolean
  }) => Promise<SecretsManager | undefined>
}

/** How long to wait, and how often to ask; each adapter's own measure unless given. */
export interface Patience {
  /** Milliseconds for one answer. */
  readonly timeoutMs?: number
  readonly repeats?: boolean
}

export function createConnections(
  { facts }: Pick<Git, "facts">,
  { env }: Io,
  patience: Patience = {},
): Connections {
  let connected: Promise<GitHub> | undefined
  return {
    github: () => {
      connected ??= connectGitHub(facts, env, patience)
      return connected
    },
    aws: async ({ namespace, required }) => {
      const { createSecretsManager } = await import("../../adapters/aws/secrets-manager.ts")
      const manager = await createSecretsManager({ namespace }, env, patience)
      const suggested = manager.signIn.profile !== undefined || credentialVariables.some((name) => env[name])
      return required || suggested ? manager : undefined
    },
  }
}

async function connectGitHub(facts: Git["facts"], env: Io["env"], patience: Patience): Promise<GitHub> {
  const { remote, hasRemote } = await facts()
  if (!remote)
    throw new AppError(
      "github/no-repository",
      hasRemote ? "The remote origin is not a repository on GitHub." : "There is no remote origin.",
      { hint: `git remote ${hasRemote ? "set-url" : "add"} origin git@github.com:OWNER/NAME.git` },
    )
  const [{ createGitHub }, { findHost }, { createReadStoredToken, findToken }, { useEnvProxy }] =
    await Promise.all([
      import("../../adapters/github/github.ts"),
      import("../../adapters/github/host.ts"),
      import("../../adapters/github/token.ts"),
      import("../../adapters/network/use-env-proxy.ts"),
    ])
  useEnvProxy(env)
  const host = findHost(remote.host, env)
  const { token, source } = await findToken(host, env, createReadStoredToken(env))
  const { owner, name } = remote
  const userAgent = `idp-oidc/${version}`
  return createGitHub({ owner, name, host, token, tokenSource: source, userAgent, ...patience })
}

/** Source: AWS SDKs reference, "Standardized credential providers". */
const credentialVariables = [
  "AWS_ACCESS_KEY_ID",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
]
