/** One app's login on loopback: the real server, and what its Middleware would tell the ingress. */
import { randomBytes } from "node:crypto"
import { createProvider } from "../adapters/oidc/provider.ts"
import { renewableCookies } from "../core/contract/cookies.ts"
import { aliasPattern, authResponseHeaders, identityHeaderNames } from "../core/contract/headers.ts"
import { renderKeyPath } from "../core/contract/problem.ts"
import type { SecretTriple, Values } from "../core/contract/values.ts"
import { AppError } from "../core/errors.ts"
import type { ForwardAuth } from "../sandbox/ingress/forward-auth.ts"
import { type AppConfig, makeAppConfig } from "../server/config/app-config.ts"
import type { Log } from "../server/log.ts"
import { startServer } from "../server/server.ts"

export interface LoginInput {
  /** The release's name. */
  readonly app: string
  readonly values: Values
  /** What problems call the values' file. */
  readonly valuesPath: string
  /** Texts of `errorPages.*.filePath`, by that path. */
  readonly pages?: Readonly<Record<string, string>>
  readonly secrets: SecretTriple
  readonly log: Log
}

export interface Login {
  readonly forwardAuth: ForwardAuth
  readonly adminUrl: string
  readonly logoutPath: string
  readonly close: () => Promise<void>
}

/** @throws AppError `preview/invalid-values` */
export async function startLogin(input: LoginInput): Promise<Login> {
  const config = compile(input)
  const { url, adminUrl, close } = await startServer({
    apps: [config],
    listen: { host: "127.0.0.1", port: 0 },
    adminListen: { host: "127.0.0.1", port: 0 },
    createProvider,
    now: Date.now,
    random: randomBytes,
    log: input.log,
  })
  const forwardAuth = makeForwardAuth(input.values, config, url)
  return { forwardAuth, adminUrl, logoutPath: config.addresses.logoutPath, close }
}

function compile({ app, values, secrets, valuesPath, pages = {} }: LoginInput): AppConfig {
  const config = makeAppConfig({ app, values, secrets, pages })
  if (config.ok) return config.value
  throw new AppError("preview/invalid-values", `The server would not start with ${valuesPath}.`, {
    location: { path: valuesPath },
    details: config.problems.map(
      ({ path, what, expected }) => `${renderKeyPath(path)}: ${what}, expected ${expected}`,
    ),
    hint: "docs/configuration.md describes every key.",
  })
}

/** What the chart's Middleware says, less what only a cluster needs. */
const makeForwardAuth = (values: Values, { cookies }: AppConfig, address: string): ForwardAuth => ({
  address: `${address}/`,
  authResponseHeaders: authResponseHeaders(values),
  authResponseHeadersRegex: aliasPattern(identityHeaderNames(values)),
  addAuthCookiesToResponse: renewableCookies(cookies.names),
})
