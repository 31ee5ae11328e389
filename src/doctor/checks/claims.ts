/** The claims of one user, held against the rules of `assertClaims`. They come from the user: nobody else can see them. */
import { compileAssertions } from "../../core/claims/assertions.ts"
import type { ClaimSet } from "../../core/claims/claim-path.ts"
import { runtimeOf } from "../../core/contract/chart-version.ts"
import { logoutPath } from "../../core/contract/names.ts"
import { isUuid } from "../../core/contract/text-kinds.ts"
import type { ClaimAssertion } from "../../core/contract/values.ts"
import { nearest } from "../../core/text/nearest.ts"
import {
  type Access,
  type Check,
  type Finding,
  fail,
  info,
  looked,
  nothing,
  unknown,
  warn,
} from "../check.ts"
import { parseClaims } from "../claims.ts"
import type { Facts } from "../facts.ts"
import type { Release } from "../login.ts"

const needs: readonly Access[] = ["claims"]

const rulesOf = ({ values }: Release): readonly ClaimAssertion[] =>
  values.ok ? (values.value.authorization?.assertClaims ?? []) : []

/** Every release with a rule that this check is about. */
const eachRuled =
  (
    isAbout: (rule: ClaimAssertion) => boolean,
    look: (release: Release, claims: ClaimSet) => readonly Finding[],
  ) =>
  async (facts: Facts) => {
    const { logins } = await facts.logins()
    const releases = [...new Set(logins.flatMap(({ release }) => release ?? []))]
    const ruled = releases.filter((release) => rulesOf(release).some(isAbout))
    if (ruled.length === 0) return nothing("no rule of assertClaims asks for it")
    const claims = parseClaims(facts.claims ?? "")
    if (claims === undefined)
      return looked(
        unknown("what --claims was given holds no claims", {
          hint: "Give it a JSON object, such as the payload of an ID token, or the token itself.",
        }),
      )
    return looked(...ruled.flatMap((release) => look(release, claims)))
  }

const whereOf = (release: Release, index: number) =>
  release.yaml.ok
    ? { location: release.yaml.value.locate(["authorization", "assertClaims", index]) }
    : { location: { path: release.valuesPath } }

const asksForGroups = ({ name }: ClaimAssertion): boolean => name === "groups"

/** Groups in one token. Source: Microsoft Entra, "Configure optional claims": beyond that, none are in it. */
const mostGroups = 200
const manyGroups = 150

export const groupsClaim: Check = {
  id: "OIDC805",
  group: "entra",
  title: "The token has groups, in the form that the rules ask for",
  needs,
  after: ["OIDC101", "OIDC104"],
  hint: "Ask servicedesk which groups the app registration sends, and in which form; app roles are the safer way.",
  run: eachRuled(asksForGroups, (release, claims) => {
    const index = rulesOf(release).findIndex(asksForGroups)
    const { anyOf = [], allOf = [] } = rulesOf(release)[index] ?? {}
    const wanted = [...anyOf, ...allOf]
    const details = whereOf(release, index)
    if (hasTooMany(claims))
      return [
        (runtimeOf(release.chartVersion) === "platform" ? fail : warn)(
          `the user is in more than ${mostGroups} groups, so Entra has left all of them out of the token`,
          { ...details, hint: "Have only the groups that are assigned to the application sent." },
        ),
      ]
    const groups = Array.isArray(claims.groups) ? claims.groups.map(String) : undefined
    if (groups === undefined)
      return [
        fail("the token has no groups", {
          ...details,
          expected: "the optional claim groups",
          hint: "It was not ordered. This writes the ticket:",
          command: 'idp-oidc explain "claim groups is missing"',
        }),
      ]
    return [...judgeForm(groups, wanted, details), ...judgeCount(groups.length)]
  }),
}

const hasTooMany = ({ _claim_names: names, hasgroups }: ClaimSet): boolean =>
  hasgroups === true || (typeof names === "object" && names !== null && "groups" in names)

function judgeForm(
  groups: readonly string[],
  wanted: readonly string[],
  details: Pick<Finding, "location">,
): readonly Finding[] {
  const [hasIds, wantsIds] = [groups.some(isUuid), wanted.some(isUuid)]
  const hasNames = groups.some((group) => !isUuid(group))
  if (groups.length === 0 || wanted.length === 0) return []
  if (hasIds && !hasNames && !wantsIds)
    return [fail("the token has IDs of groups, and the rule asks for names", { ...details, expected: "IDs" })]
  return hasNames && !hasIds && wantsIds
    ? [fail("the token has names of groups, and the rule asks for IDs", { ...details, expected: "names" })]
    : []
}

const judgeCount = (count: number): readonly Finding[] =>
  count > manyGroups
    ? [warn(`the user is in ${count} groups; beyond ${mostGroups} Entra sends none at all`)]
    : []

export const userAllowed: Check = {
  id: "OIDC806",
  group: "entra",
  title: "The user whose claims were given is let in",
  needs,
  after: ["OIDC101", "OIDC104", "OIDC116"],
  hint: `Chart 0.3.x remembers a refusal in the session: log out at ${logoutPath} before you try again.`,
  run: eachRuled(
    () => true,
    (release, claims) => {
      const rules = rulesOf(release)
      const assertions = compileAssertions(rules)
      if (!assertions.ok) return [unknown("the rules cannot be read: see OIDC116")]
      const verdict = assertions.value.check(claims)
      if (verdict.ok)
        return [
          info(`${release.name} lets this user in; where it does not, log out at ${logoutPath} and in again`),
        ]
      const { anyOf = [], allOf = [] } = verdict.expected
      const wanted = [...anyOf, ...allOf]
      const near = nearest(wanted[0] ?? "", textsOf(claims[verdict.claim]))
      return [
        fail(
          verdict.found === "missing"
            ? `the claim ${verdict.claim} is not in the token`
            : `the claim ${verdict.claim} does not have what the rule asks for`,
          {
            ...whereOf(release, rules.indexOf(verdict.expected)),
            expected: sayRule(verdict.expected),
            ...(near === undefined ? {} : { found: near }),
          },
        ),
      ]
    },
  ),
}

const textsOf = (claim: unknown): readonly string[] => [claim].flat().map(String)

const sayRule = ({ anyOf, allOf }: ClaimAssertion): string =>
  [...(anyOf ? [`any of ${anyOf.join(", ")}`] : []), ...(allOf ? [`all of ${allOf.join(", ")}`] : [])].join(
    " and ",
  ) || "the claim"

export const claimsChecks: readonly Check[] = [groupsClaim, userAllowed]
