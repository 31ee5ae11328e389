import { AppError } from "../../core/errors.ts"
import { explainError } from "./explain-error.ts"
import type { SignIn, SignInChoice } from "./sign-in.ts"

export type SecretState =
  | { readonly kind: "present"; readonly changedAt: number | undefined }
  /** It exists and holds nothing. */
  | { readonly kind: "empty" }
  | { readonly kind: "absent" }
  /** Somebody deleted it; it can be restored until its window has passed. */
  | { readonly kind: "deleting"; readonly deletedAt: number }
  /** AWS does not say whether it exists. Never to be taken for absent. */
  | { readonly kind: "denied"; readonly error: AppError }

export interface StoreRequest {
  /** The whole name, as `customer/shop/web-oidc-client-secret`. */
  readonly name: string
  readonly value: string
  /** Names one attempt, so that doing it over after a lost answer stores nothing twice. Not derived from the value. */
  readonly attempt: string
}

/** The SDK's own measure unless given. */
export interface Patience {
  /** Milliseconds for one answer. */
  readonly timeoutMs?: number
  /** False where a question is asked once only. */
  readonly repeats?: boolean
}

/** Secrets of one namespace. Every method throws AppErrors `aws/*`. */
export interface SecretsManager {
  readonly signIn: SignIn
  readonly describe: (name: string) => Promise<SecretState>
  /** Undefined where there is no current value. Only ever for checks in memory. */
  readonly read: (name: string) => Promise<string | undefined>
  /** Creates the secret, brings it back from deletion, or gives it a new value: whichever it takes. */
  readonly store: (request: StoreRequest) => Promise<"created" | "restored" | "updated">
  /** Names that start so, for "did you mean". */
  readonly list: (prefix: string) => Promise<readonly string[]>
}

/**
 * Secrets Manager by the user's own sign-in. The SDK is loaded here and not before: it takes 90 ms, and most commands never
 * need it. It reads credentials from the process's environment, as every AWS tool does.
 */
export async function createSecretsManager(
  choice: SignInChoice,
  env: Readonly<Record<string, string | undefined>>,
  patience: Patience = {},
): Promise<SecretsManager> {
  // Modules of our own: a bundler turns a dynamic import of the SDK's CommonJS into an object without its names.
  const [{ chooseSignIn }, { createOperations }] = await Promise.all([
    import("./sign-in.ts"),
    import("./operations.ts"),
  ])
  const signIn = await chooseSignIn(choice, env)
  const operations = createOperations(signIn, env, patience)
  const guard = async <Value>(action: string, work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (error) {
      throw explainError(error, { ...signIn, namespace: choice.namespace, action })
    }
  }
  const describe = (name: string): Promise<SecretState> =>
    guard<SecretState>(`look at ${name}`, () => operations.describe(name)).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "aws/access-denied") return { kind: "denied", error }
      throw error
    })
  return {
    signIn,
    describe,
    read: (name) => guard(`read ${name}`, () => operations.read(name)),
    store: async (request) => {
      const state = await describe(request.name)
      if (state.kind === "denied") throw state.error
      return guard(`store ${request.name}`, () => operations.store(request, state.kind))
    },
    list: (prefix) => guard(`list ${prefix}`, () => operations.list(prefix)),
  }
}
