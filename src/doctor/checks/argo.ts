/** ArgoCD: did it find the folders, did it sync them, are they healthy, and did they come in the safe order. */
import type { Argo, ArgoApplication } from "../../adapters/argo/argo.ts"
import { findApplication } from "../applications.ts"
import {
  type Access,
  type Check,
  type Finding,
  fail,
  info,
  isOutOfReach,
  looked,
  outOfReach,
  warn,
} from "../check.ts"
import { eachDeployed } from "../each-deployed.ts"
import type { Facts } from "../facts.ts"
import type { App, Release } from "../login.ts"
import { oidcReferences } from "../references.ts"

const needs: readonly Access[] = ["argo"]

interface Deployed {
  readonly argo: Argo
  readonly release: Release
  readonly apps: readonly App[]
  /** Of the release; undefined where ArgoCD has none. */
  readonly own: ArgoApplication | undefined
  /** Of the apps that stand behind it, as far as they are there. */
  readonly others: readonly ArgoApplication[]
  readonly facts: Facts
}

const eachApplication = (look: (deployed: Deployed) => Promise<readonly Finding[]>) =>
  eachDeployed(async (release, apps, facts) => {
    const argo = await facts.argo()
    if (isOutOfReach(argo)) return argo
    const applications = await argo.applications()
    if (applications.length === 0)
      return outOfReach("argo", "it shows no application to this user", {
        hint: "Ask the IDP team on Slack for read access to the team's applications.",
      })
    const own = findApplication(applications, release)
    const others = apps.flatMap((app) => findApplication(applications, app) ?? [])
    // Another ArgoCD than the one of this cluster has neither.
    if (own === undefined && others.length === 0 && !hasNamespace(applications, release.namespace))
      return outOfReach(
        "argo",
        `ArgoCD at ${new URL(argo.url).host} deploys nothing to ${release.namespace}`,
        {
          hint: "Log in to the ArgoCD of the cluster that the app runs on.",
        },
      )
    return look({ argo, release, apps, own, others, facts })
  })

const hasNamespace = (applications: readonly ArgoApplication[], wanted: string): boolean =>
  applications.some(({ namespace }) => namespace === wanted)

const pageOf = ({ url }: Argo, { name }: ArgoApplication): string => `${url}/applications/${name}`

export const argoAccess: Check = {
  id: "OIDC601",
  group: "argo",
  title: "ArgoCD accepts the login",
  needs,
  after: [],
  hint: "argocd login SERVER --sso; its pages in the browser show the same.",
  run: async (facts) => {
    const argo = await facts.argo()
    if (isOutOfReach(argo)) return argo
    await argo.user()
    return looked()
  },
}

export const applicationExists: Check = {
  id: "OIDC602",
  group: "argo",
  title: "ArgoCD has made an application of the release's folder",
  needs,
  after: ["OIDC101", "OIDC601"],
  hint: "It looks for apps/NAMESPACE/APP/application.yaml on the default branch, every three minutes.",
  run: eachApplication(async ({ release, own }) =>
    own === undefined
      ? [
          fail(`ArgoCD has no application for ${release.name}`, {
            location: { path: release.applicationPath },
            hint: "Merge the folder to the default branch, then wait three minutes.",
          }),
        ]
      : [],
  ),
}

export const synced: Check = {
  id: "OIDC603",
  group: "argo",
  title: "Login and app are synced",
  needs,
  after: ["OIDC602"],
  hint: "Open the application in ArgoCD and read the message; a values.yaml that the schema refuses is not rendered.",
  run: eachApplication(async ({ argo, own, others }) =>
    [...(own ? [own] : []), ...others].flatMap((application) => judgeSync(application, argo)),
  ),
}

function judgeSync(application: ArgoApplication, argo: Argo): readonly Finding[] {
  const { name, sync, phase, message, conditions } = application
  const hint = `Open ${pageOf(argo, application)}.`
  const errors = conditions.filter(({ type }) => type.endsWith("Error"))
  if (errors.length > 0)
    return errors.map(({ type, message: found }) =>
      fail(`${name}: ${type}`, { found: shortened(found), hint }),
    )
  if (phase === "Running")
    return [warn(`${name} is being synced`, { hint: "Wait a minute: --wait 3m does." })]
  if (phase === "Failed" || phase === "Error")
    return [fail(`the last sync of ${name} failed`, { found: shortened(message ?? phase), hint })]
  return sync === "Synced" || sync === undefined
    ? []
    : [fail(`${name} is ${sync}`, { expected: "Synced", hint })]
}

/** Helm quotes whole schemas. */
const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim()
  return line.length > 400 ? `${line.slice(0, 400)} …` : line
}

/** Milliseconds; a rollout of a few replicas is done by then. */
const patienceMs = 600_000

export const healthy: Check = {
  id: "OIDC604",
  group: "argo",
  title: "Login and app are healthy",
  needs,
  after: ["OIDC602"],
  hint: "The resource that is named has events and logs in ArgoCD.",
  run: eachApplication(async ({ argo, own, others, facts }) =>
    [...(own ? [own] : []), ...others].flatMap((application) => judgeHealth(application, argo, facts.now())),
  ),
}

function judgeHealth(application: ArgoApplication, argo: Argo, now: number): readonly Finding[] {
  const { name, health, healthSince = now, resources } = application
  if (health === "Healthy" || health === undefined) return []
  const ill = resources.find((resource) => resource.health !== undefined && resource.health === health)
  const details = {
    found: ill ? [`${ill.kind} ${ill.name}`, ill.message].filter(Boolean).join(": ") : health,
    expected: "Healthy",
    hint: `Open ${pageOf(argo, application)}.`,
  }
  if (health === "Progressing")
    return now - healthSince > patienceMs
      ? [
          warn(
            `${name} has been progressing for ${Math.round((now - healthSince) / 60_000)} minutes`,
            details,
          ),
        ]
      : [info(`${name} is progressing`)]
  return [(health === "Suspended" ? warn : fail)(`${name} is ${health}`, details)]
}

export const safeOrder: Check = {
  id: "OIDC605",
  group: "argo",
  title: "No app refers to a login that is not deployed yet",
  needs,
  after: ["OIDC201", "OIDC601"],
  hint: "Revert the commit that added the reference, and add it again when the login is healthy.",
  run: eachApplication(async ({ release, apps, own, others, facts }) => {
    const { index } = await facts.logins()
    const wired = apps.filter((app) =>
      oidcReferences(app, index).some((reference) => reference.release === release),
    )
    const [first] = wired
    const isThere = own?.resources.some(
      ({ kind, name, health }) =>
        kind === "Middleware" && name === release.middleware && health !== "Missing",
    )
    if (first === undefined || isThere || others.every(({ sync }) => sync !== "Synced")) return []
    return [
      fail(`${first.name} refers to ${release.name}, which is not deployed: every page is 404 now`, {
        location: { path: first.valuesPath },
        expected: `a Middleware ${release.middleware} in ${release.namespace}`,
      }),
    ]
  }),
}

export const argoChecks: readonly Check[] = [argoAccess, applicationExists, synced, healthy, safeOrder]
