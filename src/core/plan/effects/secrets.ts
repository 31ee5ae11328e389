import { secretNames, secretPaths } from "../../contract/names.ts"
import type { SecretField } from "../../entra/secret-shapes.ts"
import { type SecretsWorkflow, secretInputs } from "../../repo/workflow.ts"
import type { Answers } from "../answers.ts"
import type { Instruct, SecretsRoute, StoreSecret } from "../effect.ts"

/** The three runs that store the secrets. Source: guide, step 2; the session secret's recipe is the guide's own. */
export function makeSecretsStep(
  { namespace, app }: Pick<Answers, "namespace" | "app">,
  workflow: SecretsWorkflow | undefined,
): Instruct {
  const names = secretNames(app)
  const width = Math.max(...Object.values(names).map(({ length }) => length))
  const row = (name: string, value: string) =>
    `${secretInputs.path} ${name.padEnd(width)}  ${secretInputs.value} ${value}`
  const runs = workflow
    ? `run "${workflow.name}" (${workflow.path}) three times:`
    : `run the workflow that stores secrets of ${namespace} three times (none was found in .github/workflows):`
  return {
    kind: "instruct",
    title: "Store three secrets when servicedesk has answered",
    why: "the middleware reads them from AWS Secrets Manager and does not start without them",
    lines: [
      ...(workflow?.leak === undefined
        ? []
        : [
            `Not before "${workflow.name}" (${workflow.path}) is mended: whoever may read its log would read the secrets.`,
            `${workflow.leak} idp-oidc doctor says what to change.`,
          ]),
      `In the repository's Actions tab, ${runs}`,
      row(names.clientId, "the Application (client) ID"),
      row(names.clientSecret, "the client secret's Value"),
      row(names.sessionSecret, "32 characters from: openssl rand -hex 16"),
    ],
  }
}

/** What is known before the secrets are stored. */
export interface SecretsFacts {
  readonly route: SecretsRoute
  /** What AWS has already; `unknown` where it could not be asked. */
  readonly stored: Readonly<Record<SecretField, "present" | "absent" | "unknown">>
  /** True stores what is there already once more. */
  readonly overwrite: boolean
  /** What the reading found out and a reader should know. */
  readonly notes: readonly string[]
}

/**
 * The secrets to store, in the order in which their values may be trusted to a workflow: the client ID first, which is no
 * secret, so that a workflow that prints what it is given shows that before it is given one. For that it is sent again even
 * where AWS has it.
 */
export function planSecrets(
  { namespace, app }: Pick<Answers, "namespace" | "app">,
  { route, stored, overwrite, notes }: SecretsFacts,
): { readonly effects: readonly StoreSecret[]; readonly notes: readonly string[] } {
  const names = secretNames(app)
  const paths = secretPaths(namespace, app)
  const present = parts.filter(({ field }) => stored[field] === "present" && !overwrite)
  const leads = route.kind === "workflow" && present.length < parts.length
  const kept = leads ? present.filter(({ field }) => field !== "client-id") : present
  const effects = parts
    .filter((part) => !kept.includes(part))
    .map(({ field, key, what, why }): StoreSecret => {
      const verb = stored[field] === "present" ? "Replace" : "Store"
      return {
        kind: "store-secret",
        field,
        name: names[key],
        path: paths[key],
        route,
        title: `${verb} ${what} as ${paths[key]}`,
        why,
      }
    })
  const keptNote = `Kept as they are: ${kept.map(({ key }) => paths[key]).join(", ")}. --overwrite replaces them.`
  return { effects, notes: [...notes, ...(kept.length > 0 ? [keptNote] : [])] }
}

const parts = [
  {
    field: "client-id",
    key: "clientId",
    what: "the client ID",
    why: "says which app registration to log in to",
  },
  {
    field: "client-secret",
    key: "clientSecret",
    what: "the client secret",
    why: "proves to Entra that it is this app that asks",
  },
  {
    field: "session-secret",
    key: "sessionSecret",
    what: "a new session secret",
    why: "seals the session cookies; 16 random bytes, made here and shown to nobody",
  },
] as const
