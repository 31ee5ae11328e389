import { secretNames } from "../../contract/names.ts"
import { type SecretsWorkflow, secretInputs } from "../../repo/workflow.ts"
import type { Answers } from "../answers.ts"
import type { Instruct } from "../effect.ts"

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
      `In the repository's Actions tab, ${runs}`,
      row(names.clientId, "the Application (client) ID"),
      row(names.clientSecret, "the client secret's Value"),
      row(names.sessionSecret, "32 characters from: openssl rand -hex 16"),
    ],
  }
}
