import { guideInputs } from "../../core/workflow/match-inputs.ts"
import { AwsError } from "../aws/aws-error.ts"
import type { Vault } from "../aws/vault.ts"
import type { Dispatch, Outcome, Perform } from "../github/runner.ts"

export interface SetSecretsOptions {
  readonly vault: Vault
  /** Names of the two inputs, where the workflow does not use the guide's. */
  readonly inputs?: { readonly path: string; readonly value: string }
}

/**
 * What the platform's set-secrets workflow does: it puts the value at `customer/<namespace>/<subpath>`, and creates the secret
 * where there is none. The workflow's file decides the namespace, never who runs it.
 */
export function createSetSecrets({ vault, inputs = guideInputs }: SetSecretsOptions): Perform {
  return async ({ workflow, inputs: given }: Dispatch): Promise<Outcome> => {
    const prefix = workflow.scalars.map(({ text }) => /customer\/[a-z0-9-]+\//.exec(text)?.[0]).find(Boolean)
    if (prefix === undefined) return { conclusion: "success", output: ["Nothing to store."] }
    const name = `${prefix}${given[inputs.path] ?? ""}`
    const value = given[inputs.value] ?? ""
    const put = attempt("PutSecretValue", () => vault.put(name, value, undefined))
    if (put.conclusion === "success") return put
    const create = attempt("CreateSecret", () => vault.create(name, value, undefined))
    return { ...create, output: [...put.output, ...create.output] }
  }
}

/** As the AWS command line prints an answer and an error. */
function attempt(operation: string, work: () => ReturnType<Vault["put"]>): Outcome {
  try {
    const { secret, versionId } = work()
    const answer = { ARN: secret.arn, Name: secret.name, VersionId: versionId }
    return { conclusion: "success", output: JSON.stringify(answer, null, 4).split("\n") }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const line = `An error occurred (${error.type}) when calling the ${operation} operation: ${error.message}`
    return { conclusion: "failure", output: [line, "##[error]Process completed with exit code 254."] }
  }
}
