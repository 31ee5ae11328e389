/** The user's own kubectl, which carries the user's login. Only ever asked to read. */
import { execFile } from "node:child_process"

/** Never throws: a refusal is an answer, too. Without a context, kubectl's current one is asked. */
export interface Kubectl {
  /** `kubectl get ARGS`, as text. */
  readonly get: (args: readonly string[], context?: string) => Promise<KubectlAnswer>
  /** `kubectl logs ARGS`, as text. */
  readonly logs: (args: readonly string[], context?: string) => Promise<KubectlAnswer>
  /** The names of the logins that are configured; none where there is no kubectl. */
  readonly contexts: () => Promise<readonly string[]>
}

export type KubectlAnswer =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly reason: KubectlRefusal }

export type KubectlRefusal =
  | "not-installed"
  | "no-login"
  | "forbidden"
  | "not-found"
  | "unknown-kind"
  | "unreachable"

/** Bytes. A namespace with a thousand objects stays below it. */
const maxBuffer = 64 * 1024 * 1024

/** Milliseconds for what kubectl only reads from its own files. */
const localMs = 2000

export function createKubectl(env: Readonly<Record<string, string | undefined>>, timeoutMs: number): Kubectl {
  const run = (args: readonly string[], timeout: number): Promise<KubectlAnswer> =>
    new Promise((resolve) => {
      execFile("kubectl", args, { env, timeout, maxBuffer }, (error, stdout, stderr) => {
        resolve(
          error === null
            ? { kind: "text", text: stdout }
            : { kind: "refused", reason: reasonOf(error, stderr) },
        )
      })
    })
  const ask =
    (verb: "get" | "logs"): Kubectl["get"] =>
    (args, context) =>
      run(
        [
          verb,
          ...args,
          `--request-timeout=${Math.ceil(timeoutMs / 1000)}s`,
          ...(context === undefined ? [] : [`--context=${context}`]),
        ],
        timeoutMs + 1000,
      )
  return {
    get: ask("get"),
    logs: ask("logs"),
    contexts: async () => {
      const answer = await run(["config", "get-contexts", "--output=name"], localMs)
      return answer.kind === "text" ? answer.text.split("\n").filter(Boolean) : []
    },
  }
}

/** Source: the texts of kubectl 1.28 to 1.34. */
const reasons: readonly (readonly [text: RegExp, reason: KubectlRefusal])[] = [
  [/\(NotFound\)/, "not-found"],
  [/\(Forbidden\)|is forbidden/, "forbidden"],
  [/doesn't have a resource type|no matches for kind/, "unknown-kind"],
  [/Unauthorized|must be logged in|credentials|getting credentials|expired|exec plugin|SSO/i, "no-login"],
  [/no configuration has been provided|current-context|context .* does not exist|localhost:8080/, "no-login"],
]

const reasonOf = (error: Error, stderr: string): KubectlRefusal =>
  "code" in error && error.code === "ENOENT"
    ? "not-installed"
    : (reasons.find(([pattern]) => pattern.test(stderr))?.[1] ?? "unreachable")
