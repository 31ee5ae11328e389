/** The client secret, tried with a code that cannot work: nobody is logged in and no token is issued. */
import type { Answer } from "../../adapters/http/http.ts"
import { explainAadsts, findAadstsCode } from "../../core/entra/aadsts.ts"
import { isLoopback } from "../../core/policy/hosts.ts"
import { type Check, type Finding, fail, isOutOfReach, looked, nothing, unknown } from "../check.ts"
import type { Facts } from "../facts.ts"
import { pathsOf, type Release } from "../login.ts"
import { loginsAsked } from "./entra.ts"
import { hasMixedPaths } from "./values.ts"

export const clientSecret: Check = {
  id: "OIDC803",
  group: "entra",
  title: "Entra accepts the stored client secret",
  needs: ["https", "login", "aws", "values"],
  after: ["OIDC111", "OIDC412", "OIDC704"],
  hint: "The Value is what is needed, not the Secret ID; idp-oidc explain writes the ticket for a new one.",
  run: async (facts) => {
    const asked = await loginsAsked(facts)
    // One trial for each release, however many hosts it serves.
    const trials = new Map(
      asked.flatMap(({ site, login }) =>
        hasMixedPaths(site.release) ? [] : [[site.release, login] as const],
      ),
    )
    if (trials.size === 0) return nothing("no host sends browsers to a login")
    const looks = await Promise.all([...trials].map(([release, login]) => tryOut(release, login, facts)))
    const lost = looks.find(isOutOfReach)
    return lost ?? looked(...looks.flatMap((findings) => (isOutOfReach(findings) ? [] : findings)))
  },
}

async function tryOut(release: Release, login: URL, facts: Facts) {
  const token = tokenAddress(login, release)
  if (token === undefined)
    return [unknown(`${login.host} is no login host that the secret of ${release.name} may be sent to`)]
  const aws = await facts.aws(release.namespace)
  if (isOutOfReach(aws)) return aws
  const { clientId, clientSecret: path } = pathsOf(release)
  const [id, secret] = await Promise.all([clientId && aws.read(clientId), path && aws.read(path)])
  if (!id || !secret) return [unknown(`client ID or client secret of ${release.name} cannot be read`)]
  const answer = await facts.post({
    url: token,
    fields: {
      client_id: id.trim(),
      client_secret: secret,
      grant_type: "authorization_code",
      code: "idp-oidc-doctor",
      redirect_uri: login.searchParams.get("redirect_uri") ?? "",
      code_verifier: "idp-oidc-doctor".repeat(3),
    },
  })
  return judgeTrial(answer, release, login)
}

/** Microsoft's own hosts, and the one that the values name. Source: Microsoft Entra, "National clouds". */
const microsoft = /^login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn)$/

function tokenAddress(login: URL, { values }: Release): string | undefined {
  const named = values.ok ? values.value.provider?.url : undefined
  const isNamed = named !== undefined && URL.canParse(named) && new URL(named).host === login.host
  const isSafe = login.protocol === "https:" ? microsoft.test(login.host) || isNamed : isLoopback(login.host)
  const path = login.pathname.replace(/\/authorize$/, "/token")
  return isSafe && path !== login.pathname ? `${login.origin}${path}` : undefined
}

/** Whoever objects to the code has accepted the secret before. Source: RFC 6749, section 5.2. */
function judgeTrial(answer: Answer, release: Release, login: URL): readonly Finding[] {
  if (answer.kind === "unanswered")
    return [unknown(`${login.host} cannot be reached from here`, { found: answer.code })]
  const error = /"error"\s*:\s*"(\w+)"/.exec(answer.body)?.[1]
  if (error === "invalid_grant") return []
  const code = findAadstsCode(answer.body)
  if (code !== undefined && (error === "invalid_client" || error === "unauthorized_client"))
    return [
      fail(`${release.name}: ${explainAadsts(code).title}`, {
        found: code,
        command: `idp-oidc explain ${code}`,
      }),
    ]
  return error === "invalid_client"
    ? [fail(`${login.host} refuses the client secret of ${release.name}`, { found: error })]
    : [
        unknown(`${login.host} gives no clear answer for ${release.name}`, {
          found: `status ${answer.status}`,
        }),
      ]
}
