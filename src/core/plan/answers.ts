import type { Runtime } from "../contract/chart-version.ts"
import type { ClaimAssertion } from "../contract/values.ts"
import type { IngressKind } from "../repo/app.ts"
import type { TicketLanguage } from "./fields.ts"
import type { AnswerName } from "./given.ts"

/** Everything that a plan needs to know, given or derived. */
export interface Answers {
  readonly namespace: string
  readonly app: string
  /** The new folder and release. */
  readonly release: string
  /** The object that ingresses refer to: the release's name, unless a hand gave it another in the values. */
  readonly middleware: string
  readonly displayName: string
  /** Every host that asks for login; the first one is the chart's `domain`. */
  readonly hosts: readonly [string, ...string[]]
  readonly ingress: "public" | "private" | "both"
  readonly bypass: readonly string[]
  readonly groups: readonly string[]
  readonly claims: readonly ClaimAssertion[]
  readonly runtime: Runtime
  readonly chartVersion: string
  readonly cookiePrefix: string
  readonly ticketLanguage: TicketLanguage
}

/** Where each answer came from, in a few words: `--host`, `apps/shop/web/values.yaml:12:7`, "the guide's naming". */
export type Origins = Readonly<Partial<Record<AnswerName, string>>>

export const ingressKinds = ({ ingress }: Pick<Answers, "ingress">): readonly IngressKind[] =>
  ingress === "both" ? ["public", "private"] : [ingress]

/** All rules together, as `authorization.assertClaims` lists them. */
export const assertionsOf = ({
  groups,
  claims,
}: Pick<Answers, "groups" | "claims">): readonly ClaimAssertion[] => [
  ...(groups.length > 0 ? [{ name: "groups", anyOf: groups }] : []),
  ...claims,
]
