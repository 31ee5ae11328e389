/** Paths that must be reachable without login, and hosts that must be known to the login. */
import { runtimeOf } from "../../core/contract/chart-version.ts"
import { callbackPath } from "../../core/contract/names.ts"
import { servedHosts as formsOf } from "../../core/policy/hosts.ts"
import { type AskedPath, findAskedPaths } from "../../core/repo/asked-paths.ts"
import { shellWord } from "../../core/text/shell-word.ts"
import { type Check, type Finding, fail, info, looked, nothing, warn } from "../check.ts"
import { eachPair, type Pair } from "../each.ts"
import { bypassPathsOf, servedHosts, usesRule } from "../login.ts"
import { unorderedHosts } from "./state.ts"

export const kubeletProbes: Check = {
  id: "OIDC208",
  group: "wire",
  title: "Kubernetes' own probes do not depend on the login",
  needs: ["files"],
  after: ["OIDC101", "OIDC104"],
  hint: "The kubelet asks the pod, past the ingress; keep the path open only if somebody outside asks for it too.",
  run: eachPair(({ app, release }) => {
    if (!app.facts.ok || !release.values.ok) return undefined
    const bypassed = bypassPathsOf(release)
    return app.facts.value.probes
      .filter(({ value }) => bypassed.includes(value))
      .map(({ value, location }) =>
        info(`${value} is a probe that Kubernetes makes past the ingress`, { location }),
      )
  }),
}

export const outsideProbes: Check = {
  id: "OIDC209",
  group: "wire",
  title: "What monitoring asks for from outside is open",
  needs: ["files"],
  after: ["OIDC101", "OIDC104"],
  hint: "A path that is not bypassed answers monitoring with 401.",
  run: async (facts) => {
    const [{ logins }, { folders }] = await Promise.all([facts.logins(), facts.layout()])
    const pairs = logins.flatMap(({ namespace, app, release }): Pair[] =>
      app && release?.values.ok && !usesRule(release) ? [{ namespace, app, release }] : [],
    )
    if (pairs.length === 0) return nothing("no app stands behind a release of the middleware")
    const byHost = new Map(
      pairs.flatMap((pair) => servedHosts(pair.app).map((host) => [host, pair] as const)),
    )
    return looked(
      ...folders
        .flatMap(({ namespace, name, values = "" }) =>
          findAskedPaths(values, `apps/${namespace}/${name}/values.yaml`),
        )
        .flatMap((asked) => judgeAsked(asked, byHost.get(asked.host))),
    )
  },
}

function judgeAsked({ value: asked, location }: AskedPath, pair: Pair | undefined): readonly Finding[] {
  if (pair === undefined || pair.app.valuesPath === location.path) return []
  const open = bypassPathsOf(pair.release)
  if (open.includes(asked)) return []
  const near = open.some((other) => other.replace(/\/$/, "") === asked.replace(/\/$/, ""))
  return [
    (near ? warn : fail)(
      near ? `${asked} differs from an open path by a slash` : `${asked} is asked for and not open`,
      {
        location,
        expected: `${asked} in bypassPaths of ${pair.release.valuesPath}`,
        ...(asked === "/"
          ? { hint: "Ask for a health path instead; opening / opens the start page." }
          : {
              fix: {
                path: pair.release.valuesPath,
                operations: [{ kind: "append-item", path: ["bypassPaths"], item: asked }],
              },
            }),
      },
    ),
  ]
}

export const knownHosts: Check = {
  id: "OIDC210",
  group: "wire",
  title: "Every host of the ingress can finish a login",
  needs: ["files"],
  after: ["OIDC101", "OIDC104"],
  hint: "Each host needs its own redirect URI on the app registration.",
  run: async (facts) => {
    const { logins } = await facts.logins()
    const pairs = logins.flatMap(({ namespace, app, release }): Pair[] =>
      app && release?.values.ok ? [{ namespace, app, release }] : [],
    )
    if (pairs.length === 0) return nothing("no app stands behind a release of the middleware")
    const findings = await Promise.all(
      pairs.map(async (pair) => [
        ...judgeOrdered(pair, await unorderedHosts(pair, facts)),
        ...findUnserved(pair),
      ]),
    )
    return looked(...findings.flat())
  },
}

const redirectUri = (host: string): string => `https://${host}${callbackPath}`

/** Where the ticket is remembered, it is compared; else several hosts are worth a word. */
function judgeOrdered({ app }: Pair, unordered: readonly string[] | undefined): readonly Finding[] {
  const hosts = servedHosts(app)
  if (unordered === undefined)
    return hosts.length > 1 ? [info(`order all of ${hosts.map(redirectUri).join(", ")}`)] : []
  return unordered.map((host) =>
    fail(`no redirect URI was ordered for ${host}`, {
      location: { path: app.valuesPath },
      expected: redirectUri(host),
      hint: "This writes the ticket:",
      command: `idp-oidc explain AADSTS50011 ${shellWord(redirectUri(host))}`,
    }),
  )
}

/** 1.x serves exact hosts only. */
function findUnserved({ app, release }: Pair): readonly Finding[] {
  if (!release.values.ok || runtimeOf(release.chartVersion) === "platform") return []
  const { domain, forwardAuth } = release.values.value
  const known = formsOf(domain, forwardAuth?.hosts ?? [])
  return servedHosts(app)
    .filter((host) => !known.has(host))
    .map((host) =>
      fail(`the login server does not know ${host}`, {
        location: { path: release.valuesPath },
        expected: `${host} in forwardAuth.hosts`,
        fix: {
          path: release.valuesPath,
          operations: [{ kind: "append-item", path: ["forwardAuth", "hosts"], item: host }],
        },
      }),
    )
}

/** Source: the platform's how-to on automatic updates. */
const updated = /^argocd_image_updater_ecr_image\s*:/m
const writesElsewhere = /^argocd_image_updater_write_back_target\s*:/m

export const imageUpdater: Check = {
  id: "OIDC211",
  group: "wire",
  title: "Automatic image updates leave values.yaml alone",
  needs: ["files"],
  after: ["OIDC101"],
  hint: "Move image into values-aiu.yaml and set argocd_image_updater_write_back_target: values-aiu.yaml.",
  run: async (facts) => {
    const [{ logins }, { folders }] = await Promise.all([facts.logins(), facts.layout()])
    const names = new Set(logins.flatMap(({ app }) => (app ? [`${app.namespace}/${app.name}`] : [])))
    const apps = folders.filter(({ namespace, name }) => names.has(`${namespace}/${name}`))
    if (apps.length === 0) return nothing("no app has a login")
    return looked(
      ...apps
        .filter(({ application = "" }) => updated.test(application) && !writesElsewhere.test(application))
        .map(({ namespace, name }) =>
          info("each new image rewrites values.yaml, and comments in it can get lost", {
            location: { path: `apps/${namespace}/${name}/application.yaml` },
          }),
        ),
    )
  },
}

export const pathChecks: readonly Check[] = [kubeletProbes, outsideProbes, knownHosts, imageUpdater]
