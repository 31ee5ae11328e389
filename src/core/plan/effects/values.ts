import { privateHost, secretPaths } from "../../contract/names.ts"
import type { ClaimAssertion } from "../../contract/values.ts"
import { type Answers, assertionsOf } from "../answers.ts"
import { yamlText } from "./yaml-text.ts"

/**
 * `values.yaml` of the release, with as few comments as the next reader needs.
 *
 * `provider.usePkce` is written out because the chart's default for it is not published. Source: guide, step 3.
 */
export function makeValuesText(answers: Answers, schemaUrl: string): string {
  const [domain, ...others] = answers.hosts
  const secrets = secretPaths(answers.namespace, answers.app)
  const blocks: readonly (readonly string[])[] = [
    [`# yaml-language-server: $schema=${schemaUrl}`],
    [...otherHostsComment(others), `domain: ${yamlText(domain)}`],
    [
      "# Unique to this app: cookies that start with this never reach it.",
      `cookieNamePrefix: ${yamlText(answers.cookiePrefix)}`,
    ],
    list("bypassPaths", answers.bypass, [
      "# Open to everyone, exact paths only. Never trust X-Forwarded-User on them.",
    ]),
    ["provider:", "  usePkce: true"],
    authorization(assertionsOf(answers)),
    [
      "externalSecret:",
      "  separateSecrets:",
      `    clientId: ${yamlText(secrets.clientId)}`,
      `    clientSecret: ${yamlText(secrets.clientSecret)}`,
      `    sessionSecret: ${yamlText(secrets.sessionSecret)}`,
    ],
    forwardAuth(answers),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`
}

/** The chart has one `domain`, but login returns to whichever host it began on. */
const otherHostsComment = (hosts: readonly string[]): readonly string[] =>
  hosts.length === 0 ? [] : [`# Login also works on ${hosts.join(", ")}.`]

/** 1.x serves exact hosts only; those that follow from `domain` need no mention. Source: docs/configuration.md, `forwardAuth.hosts`. */
function forwardAuth({ runtime, hosts: [domain, ...others] }: Answers): readonly string[] {
  if (runtime !== "forward-auth") return []
  const implied = [true, false].map((wildcard) => privateHost(domain, wildcard))
  const stated = others.filter((host) => !implied.includes(host))
  return stated.length === 0 ? [] : ["forwardAuth:", ...list("hosts", stated).map((line) => `  ${line}`)]
}

const authorization = (rules: readonly ClaimAssertion[]): readonly string[] =>
  rules.length === 0
    ? []
    : [
        "# Who may enter; everyone else gets 403 after login.",
        "authorization:",
        "  assertClaims:",
        ...rules.flatMap(assertion),
      ]

const assertion = ({ name, anyOf = [], allOf = [] }: ClaimAssertion): readonly string[] => [
  `    - name: ${yamlText(name)}`,
  ...list("anyOf", anyOf).map((line) => `      ${line}`),
  ...list("allOf", allOf).map((line) => `      ${line}`),
]

const list = (key: string, items: readonly string[], comment: readonly string[] = []): readonly string[] =>
  items.length === 0 ? [] : [...comment, `${key}:`, ...items.map((item) => `  - ${yamlText(item)}`)]
