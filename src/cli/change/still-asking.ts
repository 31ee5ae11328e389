/** Whether a running ingress still asks for login, whatever the files say. */
import { createHttp } from "../../adapters/http/http.ts"
import type { RemovalSnapshot } from "../../core/plan/removal.ts"
import { parseAppFolder, parseReleaseFolder } from "../../doctor/login.ts"
import { guardOf, makeSites, maxSites, type Site } from "../../doctor/sites.ts"
import { version } from "../version.ts"

export interface StillAsking {
  readonly hosts: readonly string[]
  readonly notes: readonly string[]
}

/** Milliseconds for one answer. */
const timeoutMs = 4500

/** Asks every host of the app for the login's own page, where the middleware is about to be deleted. */
export async function findStillAsking({ app, release, due, base }: RemovalSnapshot): Promise<StillAsking> {
  if (due.kind === "unwire" || base.files.length === 0) return { hosts: [], notes: [] }
  const http = createHttp({ userAgent: `idp-oidc-remove/${version}`, timeoutMs })
  const { namespace, name, values } = app
  const [application, releaseValues] = [...due.place.texts.values()]
  const login = {
    namespace,
    app: parseAppFolder({ namespace, name, application: undefined, values }),
    release: parseReleaseFolder({ namespace, name: release, application, values: releaseValues }),
  }
  const sites = makeSites([login], http.ask).slice(0, maxSites)
  const looks = await Promise.all(sites.map(async (site) => ({ site, state: await look(site) })))
  const silent = looks.filter(({ state }) => state === "silent").map(({ site }) => site.host)
  return {
    hosts: looks.filter(({ state }) => state === "asks").map(({ site }) => site.host),
    notes:
      silent.length === 0
        ? []
        : [
            `${silent.join(" and ")} cannot be asked from here whether login is off yet. Look in ArgoCD that ${name} is synced before you merge: as long as the running ingress refers to the middleware, deleting it takes the whole app offline.`,
          ],
  }
}

async function look({ callback, strangeCallback }: Site): Promise<"asks" | "open" | "silent"> {
  const [answer, strange] = await Promise.all([callback(), strangeCallback()])
  if (answer.kind === "unanswered") return "silent"
  return guardOf(answer, strange) === "none" ? "open" : "asks"
}
