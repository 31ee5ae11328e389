import type { Runtime } from "../contract/chart-version.ts"
import type { ClaimAssertion } from "../contract/values.ts"
import { failure, type Result, success } from "../result.ts"
import { type Field, fields, type TicketLanguage } from "./fields.ts"

/** What the user has said, each part already checked on its own. Everything that is absent is derived or missing. */
export interface Given {
  readonly namespace?: string
  readonly app?: string
  readonly release?: string
  readonly displayName?: string
  readonly hosts?: readonly string[]
  readonly ingress?: "public" | "private" | "both"
  readonly bypass?: readonly string[]
  readonly groups?: readonly string[]
  readonly claims?: readonly ClaimAssertion[]
  readonly runtime?: Runtime
  readonly chartVersion?: string
  readonly cookiePrefix?: string
  readonly ticketLanguage?: TicketLanguage
  readonly branch?: string
}

/** How flags spell an answer; the only place that knows. */
export const flagOf = {
  namespace: "namespace",
  app: "app",
  release: "name",
  displayName: "display-name",
  hosts: "host",
  ingress: "ingress",
  bypass: "bypass",
  groups: "group",
  claims: "claim",
  runtime: "runtime",
  chartVersion: "chart-version",
  cookiePrefix: "cookie-prefix",
  ticketLanguage: "ticket-language",
  branch: "branch",
} as const satisfies Record<keyof Given, string>

export type AnswerName = keyof Given

/** What flags look like to this ring; `Invocation` of the command line fits. */
export interface Flags {
  readonly text: (flag: string) => string | undefined
  readonly list: (flag: string) => readonly string[]
}

/** Flags to answers, with every problem of every flag, each opened by the flag's name. */
export function parseGiven(flags: Flags): Result<Given> {
  const given: Record<string, unknown> = {}
  const problems: string[] = []
  for (const name of Object.keys(flagOf) as AnswerName[]) {
    const field: Field<unknown> = fields[name]
    const flag = flagOf[name]
    const texts = field.many ? flags.list(flag) : [flags.text(flag)].filter((text) => text !== undefined)
    const results = texts.map(field.parse)
    problems.push(
      ...results.flatMap((result) =>
        result.ok ? [] : result.problems.map((problem) => `--${flag} ${problem}`),
      ),
    )
    const values = results.flatMap((result) => (result.ok ? [result.value] : []))
    if (values.length > 0) given[name] = field.many ? unique(values) : values[0]
  }
  // `fields` has one parser per member of `Given`, of that member's type.
  return problems.length > 0 ? failure(...problems) : success(withoutNone(given as Given))
}

/** `--bypass none` says that no path is to be open, where the default would open the probes' paths. */
const withoutNone = (given: Given): Given =>
  given.bypass?.includes("none")
    ? { ...given, bypass: given.bypass.filter((path) => path !== "none") }
    : given

const unique = (values: readonly unknown[]): readonly unknown[] => {
  const keys = values.map((value) => JSON.stringify(value))
  return values.filter((_, index) => keys.indexOf(keys[index] ?? "") === index)
}
