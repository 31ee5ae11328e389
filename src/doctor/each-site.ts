/** Walks the live hosts and judges what they answer. */
import type { Answer, Answered } from "../adapters/http/http.ts"
import { type Finding, type Look, looked, nothing, unknown } from "./check.ts"
import type { Facts } from "./facts.ts"
import { maxSites, type Site } from "./sites.ts"

/** `undefined` where this site has no answer to judge. */
type LookAtSite = (site: Site, facts: Facts) => Promise<readonly Finding[] | undefined>

export const eachSite =
  (look: LookAtSite) =>
  async (facts: Facts): Promise<Look> => {
    const sites = await facts.sites()
    if (sites.length === 0) return nothing("no app with a login serves a host")
    if (sites.length > maxSites)
      return looked(
        unknown(`${sites.length} hosts are too many to ask: choose an app`, {
          command: "idp-oidc doctor --app APP",
        }),
      )
    const looks = await Promise.all(sites.map((site) => look(site, facts)))
    const findings = looks.filter((found) => found !== undefined)
    return findings.length === 0 ? nothing("no host answers") : looked(...findings.flat())
  }

/** The judgement of one answer. Without an answer there is nothing to judge: OIDC701 and OIDC702 say why. */
export const judge =
  (
    which: (site: Site) => Promise<Answer>,
    look: (answer: Answered, site: Site) => readonly Finding[] | Promise<readonly Finding[]>,
  ): LookAtSite =>
  async (site) => {
    const answer = await which(site)
    return answer.kind === "answered" ? look(answer, site) : undefined
  }
