import { AppError } from "../../errors.ts"
import type { ReleaseSecrets } from "../../repo/release-secrets.ts"
import type { SecretsRoute, StoreSecret } from "../effect.ts"
import type { Subject } from "../plan.ts"
import type { PreviousSecret, RotationOptions } from "../rotation.ts"

/**
 * The stores of one rotation. By a workflow the client ID goes first, as it is: it is no secret, so a workflow that prints what it
 * is given shows that before it is given one.
 *
 * @throws AppError `secrets/not-separate`, `usage/invalid-answer`
 */
export function planRotatedSecrets(
  { namespace, release }: Subject,
  secrets: ReleaseSecrets,
  { secret, finish }: Pick<RotationOptions, "secret" | "finish">,
  { route, previous }: { readonly route: SecretsRoute; readonly previous: PreviousSecret },
): readonly StoreSecret[] {
  const paths = requireSeparate(secrets, release)
  const store = (
    field: StoreSecret["field"],
    path: string,
    described: { readonly title: string; readonly why: string },
  ): StoreSecret => ({
    kind: "store-secret",
    field,
    path,
    name: nameBelow(namespace, path, route),
    route,
    ...described,
  })
  const trial = store("client-id", paths.clientId, {
    title: `Store the client ID once more as ${paths.clientId}`,
    why: "tries the workflow with what is no secret, before it is given one",
  })
  const rotated =
    secret === "client"
      ? store("client-secret", paths.clientSecret, {
          title: `Replace the client secret at ${paths.clientSecret}`,
          why: "proves to Entra that it is this app that asks; the old one stays good there until servicedesk deletes it",
        })
      : store("session-secret", paths.sessionSecret, describeSession(paths.sessionSecret, finish, previous))
  return route.kind === "workflow" ? [trial, rotated] : [rotated]
}

function describeSession(path: string, finish: boolean, previous: PreviousSecret) {
  if (finish)
    return {
      title: `Drop the previous session secret from ${path}`,
      why: "sessions have moved to the new one; whoever has not been there since logs in once more",
    }
  return {
    title: `Replace the session secret at ${path}${previous === "kept" ? ", the previous one below it" : ""}`,
    why:
      previous === "kept"
        ? "16 random bytes, made here and shown to nobody; sessions under the previous one go on"
        : "16 random bytes, made here and shown to nobody; everyone logs in once more",
  }
}

/** As the workflow is told: it puts the namespace's folder before the name. */
function nameBelow(namespace: string, path: string, route: SecretsRoute): string {
  const folder = `customer/${namespace}/`
  if (path.startsWith(folder)) return path.slice(folder.length)
  if (route.kind === "aws") return path
  throw new AppError(
    "usage/invalid-answer",
    `The workflow stores below ${folder} only, and not at ${path}.`,
    {
      hint: "Store it with --secrets-via aws.",
    },
  )
}

/** Where each secret is. @throws AppError `secrets/not-separate` */
export function requireSeparate(secrets: ReleaseSecrets, release: string) {
  if (secrets.kind === "separate") return secrets.paths
  throw new AppError(
    "secrets/not-separate",
    secrets.kind === "together"
      ? `${release} has all three secrets as one JSON text at ${secrets.path}, which is not written here.`
      : `${release} makes no secrets itself: externalSecret.enabled is false.`,
    {
      hint: "Store the new value there by hand, then make it live with --secrets-via skip.",
    },
  )
}
