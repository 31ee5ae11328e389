import type { Answers, Origins } from "./answers.ts"
import { renderDiff } from "./diff.ts"
import type { Effect, FileEffect, SecretsRoute } from "./effect.ts"
import type { Answered, Plan } from "./plan.ts"

export type Tone =
  | "plain"
  | "strong"
  | "faint"
  | "warning"
  | "added"
  | "removed"
  | "hunk"
  /** A line of a diff that stays. */
  | "context"
  /** To be copied and run. */
  | "command"

/** A piece of a line in one tone; a terminal decides what that looks like. */
export interface Span {
  readonly tone: Tone
  readonly text: string
}

export type Line = readonly Span[]

/**
 * The plan for people, from nothing but the plan:
 *
 *     web in shop-dev, protected by web-oidc
 *       hosts    web.shop-dev.example.com    apps/shop-dev/web/values.yaml:4:7
 *
 *     1  Create apps/shop-dev/web-oidc/values.yaml
 *        says which host asks for login, and where its secrets are
 *        +domain: web.shop-dev.example.com
 */
export function renderPreview(plan: Plan<Answered>, show: { readonly ticketText: boolean }): readonly Line[] {
  return [
    ...renderAnswers(plan.answers, plan.origins),
    ...renderEffects(plan.effects, show),
    ...(plan.effects.length === 0 ? [blank, [strong(nothingToDo(plan))]] : []),
  ]
}

/** What will happen, in order and numbered. */
export const renderEffects = (
  effects: readonly Effect[],
  show: { readonly ticketText: boolean },
): readonly Line[] =>
  numbered(effects).flatMap(([number, effect]) => [blank, ...renderEffect(number, effect, show)])

const nothingToDo = ({ waits }: Plan<Answered>): string =>
  waits.length > 0 ? "Nothing is changed." : "Nothing to change: everything is as it should be."

/** Notes and waits, which still matter when the effects have been applied. */
export const renderRemarks = ({ notes, waits }: Pick<Plan, "notes" | "waits">): readonly Line[] => [
  ...waits.flatMap((text) => [blank, [warning("Wait  "), plain(text)]]),
  ...notes.flatMap((text) => [blank, [warning("Note  "), plain(text)]]),
]

/** What to run afterwards. */
export const renderNext = ({ next }: Pick<Plan, "next">): readonly Line[] =>
  next.length === 0
    ? []
    : [
        blank,
        [strong("Next")],
        ...next.flatMap(({ command: text, why }) => [[command(`  ${text}`)], [faint(`      ${why}`)]]),
      ]

/** What was given or derived, as far as the plan has it, with where it came from: beside each of several, where there is one for each. */
export function renderAnswers(answers: Answered, origins: Origins): readonly Line[] {
  const { hosts, ingress, bypass, groups, claims, chartVersion, cookiePrefix, secret } = answers
  const rows: readonly Row[] = [
    ...row("secret", secret && [`the ${secret} secret`], undefined),
    ...row("hosts", hosts, origins.hosts),
    ...row("ingress", ingress && [ingress === "both" ? "public and private" : ingress], origins.ingress),
    ...row("open paths", bypass && (bypass.length > 0 ? bypass : ["none"]), origins.bypass),
    ...(groups && claims
      ? row("who", [who({ groups, claims })], whoOrigin({ groups, claims }, origins))
      : []),
    ...row("chart", chartVersion && [chartVersion], origins.chartVersion),
    ...row("cookies", cookiePrefix && [cookiePrefix], origins.cookiePrefix),
  ]
  const labels = Math.max(...rows.map(([label]) => label.length))
  const values = Math.min(48, Math.max(...rows.flatMap(([, texts]) => texts.map(({ length }) => length))))
  return [
    [
      strong(
        `${answers.app} in ${answers.namespace}, ${hosts ? "protected by" : "with the release"} ${answers.release}`,
      ),
    ],
    ...rows.flatMap(([label, texts, origin = ""]) => {
      const found = origin.split(", ")
      const beside = found.length === texts.length ? found : [origin]
      return texts.map(
        (text, index): Line => [
          faint(`  ${(index === 0 ? label : "").padEnd(labels)}  `),
          plain(text.padEnd(values)),
          faint(beside[index] ? `  ${beside[index]}` : ""),
        ],
      )
    }),
  ]
}

type Row = readonly [label: string, texts: readonly string[], origin: string | undefined]

const row = (
  label: string,
  texts: readonly string[] | "" | undefined,
  origin: string | undefined,
): readonly Row[] => (texts ? [[label, texts, origin]] : [])

type Rules = Pick<Answers, "groups" | "claims">

const who = ({ groups, claims }: Rules): string =>
  [groups.length > 0 ? `members of ${groups.join(" or ")}` : undefined, ...claims.map(rule)]
    .filter((rule) => rule !== undefined)
    .join(", and ") || "everyone in the tenant"

/** Only `--group` makes groups; in files they are a rule like any other. */
const rule = ({ name, anyOf, allOf }: Answers["claims"][number]): string =>
  name === "groups" && anyOf && !allOf ? `members of ${anyOf.join(" or ")}` : `claim ${name}`

const whoOrigin = ({ groups, claims }: Rules, origins: Origins): string | undefined =>
  groups.length + claims.length === 0
    ? undefined
    : [groups.length > 0 ? origins.groups : undefined, claims.length > 0 ? origins.claims : undefined]
        .filter((origin) => origin !== undefined)
        .join(", ")

function renderEffect(
  number: string,
  effect: Effect,
  show: { readonly ticketText: boolean },
): readonly Line[] {
  return [
    [faint(`${number}  `), strong(effect.title)],
    [faint(`${indent}${effect.why}`)],
    ...renderBody(effect, show).map((line) => [plain(indent), ...line]),
  ]
}

function renderBody(effect: Effect, { ticketText }: { readonly ticketText: boolean }): readonly Line[] {
  switch (effect.kind) {
    case "create-file":
    case "edit-file":
    case "delete-file":
      return renderFile(effect)
    case "commit":
      return [
        [faint(effect.message.split("\n", 1)[0] ?? "")],
        ...effect.files.flatMap((file) => [[strong(file.title)], [faint(file.why)], ...renderFile(file)]),
      ]
    case "ticket":
      return ticketText ? textLines(effect.text).map((text) => [faint("│ "), plain(text)]) : []
    case "pull-request":
      return [[faint(effect.subject)], ...textLines(effect.body).map((text) => [faint(text)])]
    case "store-secret":
      return [[faint(describeRoute(effect.route))]]
    case "instruct":
      return effect.lines.map((text, index) => [plain(index === 0 ? text : `  ${text}`)])
  }
}

const describeRoute = (route: SecretsRoute): string =>
  route.kind === "aws"
    ? "by your own sign-in to AWS"
    : `by a run of "${route.name}" (${route.path}) on ${route.ref}`

/** The diff without its two header lines: something above it has said which file. */
export const renderFile = (file: FileEffect): readonly Line[] =>
  textLines(renderDiff(file))
    .slice(2)
    .filter((line) => file.kind === "edit-file" || !line.startsWith("@@"))
    .map((line) => [{ tone: toneOf(line), text: line.replace(/\r$/, "") }])

const toneOf = (line: string): Tone =>
  line.startsWith("+")
    ? "added"
    : line.startsWith("-")
      ? "removed"
      : line.startsWith("@@")
        ? "hunk"
        : "context"

const numbered = <Item>(items: readonly Item[]): readonly (readonly [string, Item])[] =>
  items.map((item, index) => [String(index + 1), item])

const textLines = (text: string): readonly string[] => text.replace(/\n$/, "").split("\n")

const indent = "   "
const blank: Line = []
const command = (text: string): Span => ({ tone: "command", text })
const plain = (text: string): Span => ({ tone: "plain", text })
const strong = (text: string): Span => ({ tone: "strong", text })
const faint = (text: string): Span => ({ tone: "faint", text })
const warning = (text: string): Span => ({ tone: "warning", text })
