/** Everything that a preview runs, on loopback: the real server between stand-ins. */
import { randomBytes, randomUUID } from "node:crypto"
import type { Values } from "../core/contract/values.ts"
import { AppError } from "../core/errors.ts"
import { startEchoApp } from "../sandbox/echo-app.ts"
import { type Entra, startEntra } from "../sandbox/entra/start-entra.ts"
import { type Ingress, startIngress } from "../sandbox/ingress/start-ingress.ts"
import { moveToLoopback, tenantOf, wantedClaims, withProvider } from "../sandbox/preview/override-values.ts"
import { makeSampleUsers, type SandboxUser } from "../sandbox/users.ts"
import type { Log } from "../server/log.ts"
import { startLogin } from "./compose-login.ts"

export interface PreviewInput {
  /** The release's name. */
  readonly app: string
  readonly values: Values
  /** What problems call the values' file. */
  readonly valuesPath: string
  /** Texts of `errorPages.*.filePath`, by that path. */
  readonly pages?: Readonly<Record<string, string>>
  /** Default: samples on both sides of the values' claim rules. */
  readonly users?: readonly SandboxUser[]
  /** Address of the app; default: the echo app. */
  readonly service?: string
  /** 0 takes any free one. */
  readonly port: number
  readonly log: Log
}

export interface RunningPreview {
  readonly url: string
  readonly plainUrl: string
  readonly issuer: string
  readonly adminUrl: string
  readonly users: readonly SandboxUser[]
  readonly close: () => Promise<void>
}

/**
 * Client id, client secret and session secret are made here, live in memory and end with the process.
 *
 * @throws AppError `preview/port-in-use`, `preview/invalid-values`
 */
export async function startPreview(input: PreviewInput): Promise<RunningPreview> {
  const running: { close: () => Promise<void> }[] = []
  const keep = <Part extends { readonly close: () => Promise<void> }>(part: Part): Part => {
    running.unshift(part)
    return part
  }
  const close = async () => {
    for (const part of running) await part.close()
  }
  try {
    const ingress = keep(await openIngress(input.port))
    const moved = moveToLoopback(input.values, ingress.port)
    const users = input.users ?? makeSampleUsers(wantedClaims(input.values.authorization?.assertClaims))
    const secrets = makeSecrets(input.values)
    const entra = keep(await openEntra(input, secrets, users, moved.redirectUris))
    const values = withProvider(moved.values, entra.issuer)
    const login = keep(await startLogin({ ...input, values, secrets }))
    const service = input.service ?? keep(await startEchoApp({ logoutPath: login.logoutPath })).url
    ingress.setRoutes([{ hosts: moved.hosts, forwardAuth: login.forwardAuth, service }])
    const { url, plainUrl } = moved
    return { url, plainUrl, issuer: entra.issuer, adminUrl: login.adminUrl, users, close }
  } catch (error) {
    await close()
    throw error
  }
}

type Secrets = ReturnType<typeof makeSecrets>

/** Values that hold tokens to an audience mean the client id. */
const makeSecrets = ({ provider }: Values) => ({
  clientId: provider?.validAudience || randomUUID(),
  clientSecret: randomBytes(30).toString("base64url"),
  sessionSecret: randomBytes(16).toString("hex"),
})

async function openIngress(port: number): Promise<Ingress> {
  try {
    return await startIngress({ routes: [], port })
  } catch (cause) {
    throw new AppError("preview/port-in-use", `Port ${port} of this machine cannot be listened on.`, {
      hint: "Choose another with --port N, or leave it out to take any free one.",
      cause,
    })
  }
}

const openEntra = (
  { app, values }: PreviewInput,
  { clientId, clientSecret }: Secrets,
  users: readonly SandboxUser[],
  redirectUris: readonly string[],
): Promise<Entra> =>
  startEntra({
    tenant: { id: tenantOf(values) ?? randomUUID() },
    apps: [{ clientId, displayName: app, secret: clientSecret, redirectUris }],
    users,
  })
