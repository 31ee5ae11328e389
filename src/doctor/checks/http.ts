/** The live hosts: who answers there, what a stranger gets, and what stays shut. Every probe only reads. */
import type { Unanswered } from "../../adapters/http/http.ts"
import { runtimeOf } from "../../core/contract/chart-version.ts"
import { callbackPath } from "../../core/contract/names.ts"
import { type Access, type Check, type Finding, fail, unknown, warn } from "../check.ts"
import { eachSite, judge } from "../each-site.ts"
import { type Guard, guardOf, isOpen, loginAddress, type Site } from "../sites.ts"

const needs: readonly Access[] = ["https"]

export const reachable: Check = {
  id: "OIDC701",
  group: "http",
  title: "Every host is known and answers",
  needs,
  after: ["OIDC201"],
  hint: "Compare ingress.fqdn with the address that users open. A private host answers inside the network only.",
  run: eachSite(async (site) => {
    const answer = await site.callback()
    if (answer.kind === "answered" || answer.reason === "certificate") return []
    const report = site.kind === "private" ? unknown : fail
    return [report(`${site.host} ${silences[answer.reason]}`, { found: answer.code })]
  }),
}

const silences: Readonly<Record<Exclude<Unanswered["reason"], "certificate">, string>> = {
  "unknown-host": "is not in DNS",
  refused: "refuses connections",
  late: "does not answer in time",
  other: "breaks off the connection",
}

/** Days. Certificates of the platform are renewed a month before they end. */
const fewDays = 14

export const certificate: Check = {
  id: "OIDC702",
  group: "http",
  title: "Every host has a certificate that is valid for it",
  needs,
  after: ["OIDC701"],
  hint: "internal-HOST needs wildcardCertificate: true, internal.HOST needs false. Behind a company proxy, set NODE_EXTRA_CA_CERTS.",
  run: eachSite(async (site, { now }) => {
    const answer = await site.callback()
    if (answer.kind === "unanswered")
      return answer.reason === "certificate"
        ? [fail(`the certificate of ${site.host} is not trusted`, { found: answer.code })]
        : undefined
    if (answer.certificateEnds === undefined) return []
    const days = Math.floor((answer.certificateEnds - now()) / 86_400_000)
    return days < fewDays ? [warn(`the certificate of ${site.host} ends in ${days} days`)] : []
  }),
}

export const callbackProbe: Check = {
  id: "OIDC703",
  group: "http",
  title: "The middleware answers the callback",
  needs,
  after: ["OIDC701"],
  hint: `On every host, ${callbackPath} belongs to the middleware, logged in or not.`,
  run: eachSite(
    judge(
      (site) => site.callback(),
      async (answer, site) => {
        if (answer.status === 403)
          return [unknown(`${site.host} refuses this address: there is an IP allow list before the login`)]
        const guard = guardOf(answer, await site.strangeCallback())
        const found = `${answer.status} at ${site.origin}${callbackPath}`
        if (guard === "none") return [unguarded(answer.status, site, found)]
        return differs(guard, site)
          ? [
              warn(`${site.host} runs the login of another chart version`, {
                found: guardNames[guard],
                expected: `what ${site.release.applicationPath} asks for: ${site.release.chartVersion}`,
                hint: "Look in ArgoCD whether the release is synced.",
              }),
            ]
          : []
      },
    ),
  ),
}

const unguarded = (status: number, { host }: Site, found: string): Finding =>
  status === 404
    ? fail(`${host} has no route, or no middleware before it`, {
        found,
        expected: "an answer of the middleware",
        hint: "If the reference is right (OIDC202 to OIDC204), the release is not synced or did not start: look at it in ArgoCD. Until then take the reference out, and the app is back.",
      })
    : fail(`the app itself answers the callback of ${host}`, {
        found,
        expected: "an answer of the middleware",
        hint: "The ingress does not ask the middleware: the app's release is not synced yet, or another ingress serves this host.",
      })

const guardNames: Readonly<Record<Exclude<Guard, "none">, string>> = {
  platform: "the platform's middleware, 0.3.x",
  "forward-auth": "the login server, 1.x",
}

const differs = (guard: Guard, { release }: Site): boolean =>
  release.chartVersion !== "" && guard !== runtimeOf(release.chartVersion)

export const programs: Check = {
  id: "OIDC706",
  group: "http",
  title: "A program without a session gets 401",
  needs,
  after: ["OIDC701"],
  hint: "A redirect gives programs a login page where they expect data.",
  run: eachSite(
    judge(
      (site) => site.data(),
      ({ status }, site) => {
        const details = { found: `status ${status}`, expected: "401" }
        if (status < 300 && !isOpen(site, "/")) return [fail(`${site.host} gives data to everyone`, details)]
        return status >= 300 && status < 400 ? [warn(`${site.host} redirects programs`, details)] : []
      },
    ),
  ),
}

export const bypassProbes: Check = {
  id: "OIDC707",
  group: "http",
  title: "Bypassed paths reach the app",
  needs,
  after: ["OIDC701", "OIDC704"],
  hint: "Each entry of bypassPaths is one exact path; / at the end counts.",
  run: eachSite(async (site) => {
    const probes = await site.bypassed()
    const answered = probes.flatMap(([path, answer]) =>
      answer.kind === "answered" ? [{ path, answer }] : [],
    )
    const page = await site.page()
    // Where there is no route at all, it says nothing about single paths.
    if (answered.length === 0 || (page.kind === "answered" && page.status === 404)) return undefined
    return answered.flatMap(({ path, answer }) => {
      const details = { found: `status ${answer.status}`, expected: "an answer of the app" }
      if (answer.status === 401 || loginAddress(site, answer))
        return [
          fail(`${site.origin}${path} asks for login`, {
            ...details,
            hint: "The files have this exact path, so the release is not synced yet: look at it in ArgoCD.",
          }),
        ]
      return answer.status === 404 ? [warn(`the app has nothing at ${site.origin}${path}`, details)] : []
    })
  }),
}

export const forgedHeaders: Check = {
  id: "OIDC708",
  group: "http",
  title: "Forged headers open nothing",
  needs,
  after: ["OIDC706"],
  hint: "Ask the platform team which peers the ingress trusts: X-Forwarded-Uri of a client must never reach the login.",
  run: eachSite(async (site) => {
    const [plain, forged] = [await site.data(), await site.forged()]
    if (plain.kind !== "answered" || forged.kind !== "answered" || plain.status < 400) return undefined
    return forged.status < 300
      ? [
          fail(`${site.host} lets in whoever forges X-Forwarded headers`, {
            found: `status ${forged.status}`,
            expected: `${plain.status}, as without them`,
          }),
        ]
      : []
  }),
}

export const httpChecks: readonly Check[] = [
  reachable,
  certificate,
  callbackProbe,
  programs,
  bypassProbes,
  forgedHeaders,
]
