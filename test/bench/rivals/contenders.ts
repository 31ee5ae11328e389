/**
 * Who is measured, each set up as its own documentation says for Traefik, with logging of requests switched off. Secrets are
 * made for one run and good for nothing else.
 */
import { randomBytes, randomUUID } from "node:crypto"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { imageFlags } from "../image-flags.ts"
import { programOf, type RivalName, versions } from "./install.ts"

export const host = "app.example.test"

/** The group that may use the app. */
export const wantedGroup = randomUUID()

/** What a contender is given: where it listens, whom it trusts, and a folder of its own. */
export interface Setting {
  readonly port: number
  readonly folder: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly processors: number
}

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface Contender {
  readonly name: string
  readonly version: string
  readonly note: string
  readonly builtBy?: RivalName
  /** Where Traefik's forwardAuth asks, and where a login begins. */
  readonly checkPath: string
  readonly loginPath: string
  /** Everything but the callback is asked at `checkPath`, with the real path in `X-Forwarded-Uri`. */
  readonly answersEverywhere: boolean
  readonly callbackPath: string
  readonly prepare: (setting: Setting) => Promise<Program>
}

export const contenders: readonly Contender[] = [
  ours("idp-oidc", "as in the guide: name and e-mail for the app", []),
  ours("idp-oidc, all groups", "also tells the app all groups", [
    { name: "X-Forwarded-User", value: "{{ .claims.name }}" },
    { name: "X-Forwarded-Email", value: "{{ .claims.email }}" },
    { name: "X-Forwarded-Groups", value: "{{ range .claims.groups }}{{ . }} {{ end }}" },
  ]),
  oauth2Proxy("oauth2-proxy", "cookie store; tells the app user, e-mail and all groups", []),
  oauth2Proxy("oauth2-proxy, minimal", "the same with --session-cookie-minimal, which leaves tokens out", [
    "--session-cookie-minimal",
  ]),
  {
    name: "traefik-forward-auth (thomseddon)",
    version: versions.thomseddon,
    note: "knows an e-mail address and nothing else",
    builtBy: "thomseddon",
    checkPath: "/",
    loginPath: "/",
    answersEverywhere: true,
    callbackPath: "/oauth2/callback",
    prepare: async ({ port, issuer, clientId, clientSecret }) => ({
      command: programOf("thomseddon"),
      args: [`--port=${port}`, "--log-level=error", "--default-provider=oidc", "--url-path=/oauth2/callback"],
      env: {
        SECRET: randomBytes(16).toString("hex"),
        PROVIDERS_OIDC_ISSUER_URL: issuer,
        PROVIDERS_OIDC_CLIENT_ID: clientId,
        PROVIDERS_OIDC_CLIENT_SECRET: clientSecret,
      },
    }),
  },
  {
    name: "traefik-forward-auth (ItalyPaleAle)",
    version: versions.italypaleale,
    note: "one cookie; tells the app user and name",
    builtBy: "italypaleale",
    checkPath: "/portals/main",
    loginPath: "/portals/main",
    answersEverywhere: false,
    callbackPath: "/portals/main/oauth2/callback",
    prepare: async ({ port, folder, issuer, clientId, clientSecret }) => {
      const config = {
        server: { hostname: host, port, bind: "127.0.0.1" },
        cookies: { domain: host },
        tokens: { signingKey: randomBytes(32).toString("hex") },
        logs: { level: "error" },
        portals: [
          {
            name: "main",
            providers: [{ openIDConnect: { clientID: clientId, clientSecret, tokenIssuer: issuer } }],
          },
        ],
      }
      const path = join(folder, "config.yaml")
      await writeFile(path, JSON.stringify(config), { mode: 0o600 })
      return { command: programOf("italypaleale"), args: [], env: { TFA_CONFIG: path } }
    },
  },
]

type Headers = readonly { readonly name: string; readonly value: string }[]

function ours(name: string, note: string, headers: Headers): Contender {
  return {
    name,
    note,
    version: "of this checkout",
    checkPath: "/",
    loginPath: "/",
    answersEverywhere: true,
    callbackPath: "/oauth2/callback",
    prepare: async ({ port, folder, issuer, clientId, clientSecret, processors }) => {
      const secrets = join(folder, "secrets")
      await mkdir(secrets)
      const values = {
        domain: host,
        provider: { url: issuer },
        authorization: {
          assertClaims: [{ name: "groups", anyOf: [wantedGroup] }],
        },
        ...(headers.length > 0 ? { headers } : {}),
      }
      await writeFile(join(folder, "values.yaml"), JSON.stringify(values))
      const files = {
        client_id: clientId,
        client_secret: clientSecret,
        session_secret: randomBytes(16).toString("hex"),
      }
      for (const [file, text] of Object.entries(files))
        await writeFile(join(secrets, file), text, { mode: 0o600 })
      return {
        command: process.execPath,
        args: [
          ...(await imageFlags()),
          fileURLToPath(new URL("../../../dist/serve.js", import.meta.url)),
          "--config",
          join(folder, "values.yaml"),
          "--secrets",
          secrets,
          "--listen",
          `127.0.0.1:${port}`,
          "--admin-listen",
          "127.0.0.1:0",
          "--workers",
          String(processors),
        ],
      }
    },
  }
}

function oauth2Proxy(name: string, note: string, more: readonly string[]): Contender {
  return {
    name,
    note,
    version: versions["oauth2-proxy"],
    builtBy: "oauth2-proxy",
    checkPath: "/oauth2/auth",
    loginPath: "/oauth2/start",
    answersEverywhere: false,
    callbackPath: "/oauth2/callback",
    prepare: async ({ port, issuer, clientId, clientSecret }) => ({
      command: programOf("oauth2-proxy"),
      args: [
        `--http-address=127.0.0.1:${port}`,
        "--provider=oidc",
        `--oidc-issuer-url=${issuer}`,
        `--redirect-url=https://${host}/oauth2/callback`,
        "--scope=openid profile email",
        "--code-challenge-method=S256",
        "--email-domain=*",
        "--upstream=static://202",
        "--reverse-proxy",
        "--trusted-proxy-ip=127.0.0.1",
        "--set-xauthrequest",
        "--skip-provider-button",
        "--request-logging=false",
        "--auth-logging=false",
        "--standard-logging=false",
        ...more,
      ],
      env: {
        OAUTH2_PROXY_CLIENT_ID: clientId,
        OAUTH2_PROXY_CLIENT_SECRET: clientSecret,
        OAUTH2_PROXY_COOKIE_SECRET: randomBytes(16).toString("hex"),
      },
    }),
  }
}
