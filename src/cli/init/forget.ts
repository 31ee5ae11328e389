import type { SavedStates } from "../../adapters/state/saved-states.ts"
import { AppError, type Exit } from "../../core/errors.ts"
import type { Given } from "../../core/plan/given.ts"
import type { Invocation, Io } from "../command.ts"

/**
 * `init --forget`: the next start knows nothing of this app but what the repository, GitHub and AWS say. Changes nothing else.
 *
 * @throws AppError `usage/missing-answers` where several could be meant
 */
export async function forget(
  { namespace, app }: Given,
  states: Pick<SavedStates, "list" | "forget">,
  invocation: Invocation,
  io: Io,
): Promise<Exit> {
  const meant = (await states.list()).filter(
    (state) =>
      (namespace === undefined || state.namespace === namespace) && (app === undefined || state.app === app),
  )
  const [only, ...others] = meant
  if (only && others.length > 0)
    throw new AppError(
      "usage/missing-answers",
      "Several apps are remembered here, and nothing was forgotten.",
      {
        details: meant.map((state) => `--namespace ${state.namespace} --app ${state.app}`),
        hint: "Say which one with --namespace and --app.",
      },
    )
  if (only) await states.forget(only.namespace, only.app)
  const forgotten = only ? [{ namespace: only.namespace, app: only.app }] : []
  if (invocation.on("json")) io.stdout.write(`${JSON.stringify({ schema: 1, forgotten })}\n`)
  else if (!invocation.on("quiet"))
    io.stderr.write(
      only
        ? `Forgot what was begun for ${only.app} in ${only.namespace}. Files, secrets and pull requests stay as they are.\n`
        : "There was nothing to forget.\n",
    )
  return "ok"
}
