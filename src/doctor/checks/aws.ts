/** Secrets Manager: are the three secrets there, are they fresh, and do their values have the right shape. */
import type { SecretState } from "../../adapters/aws/secrets-manager.ts"
import type { SavedRun } from "../../core/state/saved-state.ts"
import { editDistance } from "../../core/text/nearest.ts"
import { type Access, type Check, type Finding, fail, info, unknown, warn } from "../check.ts"
import { stateOf } from "../states.ts"
import { eachStored, type Part, partsOf, whereOf } from "../stored-secrets.ts"

const needs: readonly Access[] = ["aws"]

export const identity: Check = {
  id: "OIDC411",
  group: "aws",
  title: "AWS accepts the sign-in",
  needs,
  after: ["OIDC101", "OIDC104"],
  hint: "The profile idp-ns-NAMESPACE is the one that may read below customer/NAMESPACE/.",
  run: eachStored(async (release, aws) => {
    const [first] = partsOf(release)
    const state = first && (await aws.describe(first.path))
    const { profile, region, regionSource } = aws.signIn
    const expected = `idp-ns-${release.namespace}`
    if (state?.kind === "denied")
      return [
        unknown(`the sign-in to AWS may not look at secrets of ${release.namespace}`, {
          hint: state.error.hint ?? `Use the profile ${expected}.`,
        }),
      ]
    return profile === expected
      ? []
      : [
          info(
            `secrets are looked up as ${profile ? `profile ${profile}` : "the environment's own credentials"} in ${region}, which ${regionSource} says; the platform's profile is ${expected}`,
          ),
        ]
  }),
}

export const secretsStored: Check = {
  id: "OIDC412",
  group: "aws",
  title: "All three secrets are stored",
  needs,
  after: ["OIDC411", "OIDC110"],
  hint: "Run the namespace's secrets workflow, or idp-oidc init, which runs it.",
  run: eachStored(async (release, aws) => {
    const states = await Promise.all(
      partsOf(release).map(async (part) => ({ part, state: await aws.describe(part.path) })),
    )
    const isLacking = states.some(({ state: { kind } }) => kind === "absent")
    const names = isLacking ? await aws.list(`customer/${release.namespace}/`) : []
    return states.flatMap(({ part, state }) => judgeState(part, state, names))
  }),
}

/** Three slips of the finger; more is the secret of another app. */
const typingErrors = 3

function judgeState(part: Part, state: SecretState, names: readonly string[]): readonly Finding[] {
  const { path } = part
  const where = whereOf(part)
  switch (state.kind) {
    case "present":
      return []
    case "denied":
      return [unknown(`AWS does not say whether ${path} is there`, where)]
    case "empty":
      return [fail(`${path} holds no value`, where)]
    case "deleting":
      return [
        fail(`${path} is about to be deleted, and cannot be read until it is restored`, {
          ...where,
          command: `aws secretsmanager restore-secret --secret-id ${path}`,
        }),
      ]
    case "absent": {
      const near = names.find((name) => editDistance(name, path) <= typingErrors)
      return [
        fail(`there is no secret ${path}`, {
          ...where,
          hint: `Run the namespace's secrets workflow for ${path.slice(path.lastIndexOf("/") + 1)}, or idp-oidc init, which runs it.`,
          ...(near === undefined
            ? {}
            : { found: near, hint: "Store it under the name in the file, or correct the name." }),
        }),
      ]
    }
  }
}

const dayMs = 86_400_000

/** Days. Source: Microsoft Entra, "Add credentials": a client secret lives for 24 months at most. */
const longestSecret = 731

export const freshness: Check = {
  id: "OIDC413",
  group: "aws",
  title: "The stored secrets are those that were stored last, and not older than a client secret can be",
  needs,
  after: ["OIDC412"],
  hint: "idp-oidc rotate --secret client prints the ticket for a new one, and stores it later; the old one is kept until then.",
  run: eachStored(async (release, aws, facts) => {
    const { appsOf } = await facts.logins()
    const saved = await Promise.all(appsOf(release).map((app) => stateOf(facts, app)))
    const runs = saved.flatMap((state) => state?.runs ?? [])
    const findings = await Promise.all(
      partsOf(release).map(async (part) => {
        const state = await aws.describe(part.path)
        const changedAt = state.kind === "present" ? state.changedAt : undefined
        return changedAt === undefined ? [] : judgeAge(part, changedAt, runs, facts.now())
      }),
    )
    return findings.flat()
  }),
}

/** Milliseconds that two clocks may differ by. */
const skewMs = 60_000

function judgeAge(part: Part, changedAt: number, runs: readonly SavedRun[], now: number): readonly Finding[] {
  const run = runs.find(({ field, storedAt }) => field === part.field && storedAt !== undefined)
  if (run && changedAt < Date.parse(run.startedAt) - skewMs)
    return [
      fail(`init stored ${part.path} on ${run.startedAt.slice(0, 10)}, and AWS has an older one here`, {
        ...whereOf(part),
        ...(run.url === undefined ? {} : { found: run.url }),
        hint: "It was stored in another account: compare the workflow's cluster with the one that the app is on.",
      }),
    ]
  const days = Math.floor((now - changedAt) / dayMs)
  return part.field !== "client-secret" || days <= longestSecret
    ? []
    : [
        warn(`the client secret was stored ${days} days ago, so it has ended or ends soon`, {
          ...whereOf(part),
          expected: "a new one every 24 months",
        }),
      ]
}

export const awsChecks: readonly Check[] = [identity, secretsStored, freshness]
