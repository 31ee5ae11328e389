/** From Secrets Manager into the cluster: the ExternalSecret, and the Secret that it makes. */
import { runtimeOf } from "../../core/contract/chart-version.ts"
import { sessionSecretBytes } from "../../core/entra/secret-shapes.ts"
import { parseGoDuration } from "../../core/text/duration.ts"
import { findApplication } from "../applications.ts"
import { type Check, type Finding, fail, info, isOutOfReach, warn } from "../check.ts"
import { findExternalSecret } from "../cluster.ts"
import { eachDeployed } from "../each-deployed.ts"
import { type Facts, whereReached } from "../facts.ts"
import { pathsOf, type Release } from "../login.ts"
import { readObjects, refused } from "../read-objects.ts"
import { hasMixedPaths } from "./values.ts"

export const externalSecretReady: Check = {
  id: "OIDC502",
  group: "cluster",
  title: "The ExternalSecret is synced",
  needs: ["cluster"],
  after: ["OIDC101", "OIDC104"],
  hint: "Its events say what AWS answered: a path that is not there, or one that the namespace may not read.",
  run: eachDeployed(async (release, apps, facts) => {
    const read = await readObjects("externalSecret", release, apps, facts)
    if (read.kind === "obstacle") return (await askArgo(release, facts)) ?? read.obstacle
    const found = findExternalSecret(read.items, release)
    const command = `kubectl describe externalsecret --namespace ${release.namespace}`
    if (found === undefined)
      return [
        fail(`no ExternalSecret asks for the secrets of ${release.name}`, {
          command,
          hint: "Look in ArgoCD whether the release is synced.",
        }),
      ]
    const ready = found.status?.conditions?.find(({ type }) => type === "Ready")
    if (ready?.status === "True") return []
    return [
      fail(`the ExternalSecret of ${release.name} is not synced`, {
        found: [ready?.reason, ready?.message].filter(Boolean).join(": ") || "no status yet",
        expected: "SecretSynced",
        command,
      }),
    ]
  }),
}

/** ArgoCD shows the same, to more people. Source: Argo CD's built-in health of ExternalSecrets. */
async function askArgo(release: Release, facts: Facts): Promise<readonly Finding[] | undefined> {
  const argo = await whereReached(facts.argo)
  const application = argo && findApplication(await argo.applications(), release)
  const resource = application?.resources.find(({ kind }) => kind === "ExternalSecret")
  if (!argo || !application || !resource) return undefined
  if (resource.health === "Healthy") return []
  const report = resource.health === "Progressing" ? warn : fail
  return [
    report(`ArgoCD shows the ExternalSecret of ${release.name} as ${resource.health ?? "unknown"}`, {
      found: resource.message ?? "no reason given",
      expected: "Healthy",
      hint: `Open ${argo.url}/applications/${application.name} and look at the events of ${resource.name}.`,
    }),
  ]
}

/** Milliseconds. Source: External Secrets Operator: an hour unless set, and up to a quarter of an hour of back-off after an error. */
const defaultRefreshMs = 3_600_000
const backOffMs = 900_000

export const secretFetched: Check = {
  id: "OIDC503",
  group: "cluster",
  title: "The cluster has fetched the secrets since they were last stored",
  needs: ["cluster", "aws"],
  after: ["OIDC412", "OIDC502"],
  hint: "Another value of forceSync in values.yaml makes the cluster fetch them anew.",
  run: eachDeployed(async (release, apps, facts) => {
    const [read, aws] = await Promise.all([
      readObjects("externalSecret", release, apps, facts),
      facts.aws(release.namespace),
    ])
    if (read.kind === "obstacle") return read.obstacle
    if (isOutOfReach(aws)) return aws
    const source = findExternalSecret(read.items, release)
    const fetchedAt = Date.parse(source?.status?.refreshTime ?? "")
    if (source === undefined || Number.isNaN(fetchedAt)) return []
    const states = await Promise.all(Object.values(pathsOf(release)).map((path) => aws.describe(path)))
    const changes = states.flatMap((state) => (state.kind === "present" ? (state.changedAt ?? []) : []))
    const changedAt = Math.max(...changes, 0)
    if (changedAt <= fetchedAt) return []
    const intervalMs = parseGoDuration(source.spec?.refreshInterval ?? "") ?? defaultRefreshMs
    const isDue = intervalMs > 0 && facts.now() - changedAt < intervalMs + backOffMs
    return [judgeStale(release, isDue, facts.now())]
  }),
}

function judgeStale(release: Release, isDue: boolean, now: number): Finding {
  const what = `a secret of ${release.name} was stored after the cluster had fetched it`
  if (isDue) return info(`${what}; it fetches again by itself within the hour`)
  return fail(what, {
    ...(release.yaml.ok
      ? { location: release.yaml.value.locate(["forceSync"]) }
      : { location: { path: release.valuesPath } }),
    fix: {
      path: release.valuesPath,
      operations: [
        {
          kind: "set",
          path: ["forceSync"],
          value: new Date(now).toISOString().slice(0, 16),
          quote: "double",
        },
      ],
    },
  })
}

export const secretKeys: Check = {
  id: "OIDC504",
  group: "cluster",
  title: "The Secret has all three values, each of a plausible length",
  needs: ["cluster"],
  after: ["OIDC111", "OIDC502"],
  hint: "Store the value again by the namespace's secrets workflow; a line break at its end counts.",
  run: eachDeployed(async (release, apps, facts) => {
    const read = await readObjects("externalSecret", release, apps, facts)
    if (read.kind === "obstacle") return read.obstacle
    const source = findExternalSecret(read.items, release)
    const name = source?.spec?.target?.name ?? source?.metadata?.name
    if (source === undefined || name === undefined) return []
    if (hasMixedPaths(release)) return undefined
    const keys = await facts.cluster.secretKeys(release.namespace, name)
    if (keys.kind === "refused" && keys.reason === "not-found")
      return [
        fail(`the Secret ${name} is not there`, { hint: "See OIDC502: it is made by the ExternalSecret." }),
      ]
    if (keys.kind === "refused") return refused(keys.reason)
    return Object.entries(pathsOf(release)).flatMap(([part, path]) => {
      const key = source.spec?.data?.find(({ remoteRef }) => remoteRef?.key === path)?.secretKey
      return key === undefined ? [] : judgeLength(part, keys.lengths.get(key), release)
    })
  }),
}

/** Bytes. Source: the guide, step 1; a client ID is a UUID. */
const exactLengths: Readonly<Record<string, number>> = { clientId: 36, sessionSecret: sessionSecretBytes }

function judgeLength(
  part: string,
  length: number | undefined,
  { name, chartVersion }: Release,
): readonly Finding[] {
  if (length === undefined) return [fail(`the Secret of ${name} lacks ${part}`)]
  const exact = exactLengths[part]
  // Our own server takes several session secrets, one a line.
  const isFree =
    exact === undefined || (part === "sessionSecret" && runtimeOf(chartVersion) === "forward-auth")
  if (length > 0 && (isFree || length === exact)) return []
  return [
    fail(`${part} of ${name} has the wrong length`, {
      found: `${length} bytes`,
      expected: exact === undefined ? "some" : `${exact} bytes`,
      ...(exact !== undefined && length === exact + 1
        ? { hint: "A line break was stored with it. Store it again without." }
        : {}),
    }),
  ]
}

export const externalSecretChecks: readonly Check[] = [externalSecretReady, secretFetched, secretKeys]
