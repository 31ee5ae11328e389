import type { SecretField } from "../entra/secret-shapes.ts"
import type { InputMapping } from "../workflow/match-inputs.ts"

/** One thing that will happen, whole: enough to preview it, to perform it, and to refuse it where the world has moved on. */
export type Effect = FileEffect | Commit | Ticket | Instruct | StoreSecret | PullRequest

export type FileEffect = WrittenFile | DeleteFile
export type WrittenFile = CreateFile | EditFile

interface Described {
  /** What happens, as a line of a list: "Create apps/shop/web-oidc/values.yaml". */
  readonly title: string
  readonly why: string
}

export interface CreateFile extends Described {
  readonly kind: "create-file"
  /** Relative to the repository's root. */
  readonly path: string
  readonly after: string
}

export interface EditFile extends Described {
  readonly kind: "edit-file"
  readonly path: string
  readonly before: string
  readonly after: string
}

export interface DeleteFile extends Described {
  readonly kind: "delete-file"
  readonly path: string
  readonly before: string
}

/** What a file holds before and after; `undefined` where there is no such file. */
export function textsOf(effect: FileEffect): {
  readonly before: string | undefined
  readonly after: string | undefined
} {
  return {
    before: effect.kind === "create-file" ? undefined : effect.before,
    after: effect.kind === "delete-file" ? undefined : effect.after,
  }
}

/** Files on a branch of their own; the checkout is left alone. */
export interface Commit extends Described {
  readonly kind: "commit"
  readonly branch: string
  readonly parent: string
  /** What messages call the parent. */
  readonly base: string
  readonly branchExists: boolean
  /** Present where it is made on GitHub rather than in the clone. */
  readonly onGitHub?: true
  readonly message: string
  readonly files: readonly FileEffect[]
}

export interface PullRequest extends Described {
  readonly kind: "pull-request"
  readonly branch: string
  /** The branch to merge into. */
  readonly base: string
  /** What GitHub calls its title. */
  readonly subject: string
  readonly body: string
}

/** The text for servicedesk: to standard output, or to a file of the user's choice. */
export interface Ticket extends Described {
  readonly kind: "ticket"
  readonly text: string
  /** `path` as the user gave it; `before` is what the file holds now. */
  readonly file?: { readonly path: string; readonly before: string | undefined }
}

/** Something that only a human can do. The plan is the whole truth, so it stands in it. */
export interface Instruct extends Described {
  readonly kind: "instruct"
  readonly lines: readonly string[]
}

/** One of the three secrets. Its value is no part of the plan: whoever applies it holds that, in memory. */
export interface StoreSecret extends Described {
  readonly kind: "store-secret"
  readonly field: SecretField
  /** Below the namespace, as the workflow is told: `web-oidc-client-id`. */
  readonly name: string
  /** The whole name in AWS Secrets Manager: `customer/shop/web-oidc-client-id`. */
  readonly path: string
  readonly route: SecretsRoute
}

export type SecretsRoute = { readonly kind: "aws" } | WorkflowRoute

/** A run of the platform's workflow for each secret. */
export interface WorkflowRoute {
  readonly kind: "workflow"
  readonly path: string
  /** As the Actions tab lists it. */
  readonly name: string
  /** The branch whose version of the workflow was read, and runs. */
  readonly ref: string
  readonly inputs: InputMapping
  /** How GitHub knows the workflow and who asks. Absent where GitHub could not be asked: such a plan can only be shown. */
  readonly remote?: { readonly workflowId: number; readonly actor: string }
}
