import { middlewareReference } from "../../contract/names.ts"
import { AppError } from "../../errors.ts"
import type { AppFacts, IngressKind } from "../../repo/app.ts"
import type { ReleaseFacts } from "../../repo/release.ts"
import { type Answers, ingressKinds } from "../answers.ts"
import { edited } from "./edited.ts"

export interface Wiring {
  readonly after: string
  /** The ingresses that did not reference the middleware yet. */
  readonly added: readonly IngressKind[]
}

/**
 * The app's `values.yaml` with the middleware referenced from each chosen ingress, every other byte as it was.
 *
 * @throws AppError `app/already-protected`, `yaml/*`
 */
export function makeWiring(
  answers: Answers,
  app: Pick<AppFacts, "ingresses" | "valuesPath">,
  text: string,
  releases: readonly ReleaseFacts[],
): Wiring {
  const reference = middlewareReference(answers.namespace, answers.middleware)
  const lacking = ingressKinds(answers).filter((kind) => {
    const present = app.ingresses[kind].middlewares
    requireNoOther(present, reference, answers.namespace, releases)
    return !present.some(({ value }) => value === reference)
  })
  const after = edited(
    text,
    app.valuesPath,
    lacking.map((kind) => ({
      kind: "append-item",
      path: ["ingress", kind, "middlewares"],
      item: reference,
    })),
  )
  return { after, added: lacking }
}

function requireNoOther(
  present: AppFacts["ingresses"]["public"]["middlewares"],
  reference: string,
  namespace: string,
  releases: readonly ReleaseFacts[],
): void {
  const others = new Map(
    releases.map(({ name, middleware }) => [middlewareReference(namespace, middleware), name]),
  )
  const other = present.find(({ value }) => value !== reference && others.has(value))
  if (other)
    throw new AppError("app/already-protected", `The ingress asks for login already, by ${other.value}.`, {
      location: other.location,
      hint: `Continue with that one: --name ${others.get(other.value)}`,
    })
}
