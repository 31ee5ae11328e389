import type { Forms, Http } from "../../adapters/http/http.ts"
import { callbackPath } from "../../core/contract/names.ts"
import { profilePath } from "../../core/contract/profile.ts"
import { explainAadsts } from "../../core/entra/aadsts.ts"
import { judgeTrial, makeTrial, tokenEndpoint } from "../../core/entra/secret-trial.ts"
import { entraHost, metadataAddress, tenantOfMetadata } from "../../core/entra/tenant.ts"
import type { Tenant } from "../../core/plan/derive-tenant.ts"
import type { InitPlan } from "../../core/plan/plan.ts"
import type { Verdict } from "../../wizard/verdict.ts"
import type { SecretValues } from "../../wizard/wizard-state.ts"

/** Asks the login host whether it knows the two values. They go there and nowhere else. */
export async function tryValues(
  { tenant, answers }: Pick<InitPlan, "tenant" | "answers">,
  { clientId, clientSecret }: SecretValues,
  http: Http & Forms,
): Promise<Verdict> {
  if (!tenant || !clientId || !clientSecret) throw new Error("There is nothing to try, or nowhere.")
  const directory = await findDirectory(tenant, http)
  if (directory === "unreached") return one("unknown", { detail: outOfReach })
  if (directory === undefined)
    return one("unknown", {
      detail: "Entra knows no directory by this app's domain, so nothing was sent",
      fix: `Say which one it is as tenantId in ${profilePath}.`,
    })
  const answer = await http.post(
    makeTrial({
      url: tokenEndpoint(directory.id),
      clientId: clientId.reveal(),
      clientSecret: clientSecret.reveal(),
      redirectUri: `https://${answers.hosts[0]}${callbackPath}`,
    }),
  )
  if (answer.kind === "unanswered") return one("unknown", { detail: `${outOfReach} (${answer.code})` })
  const verdict = judgeTrial(answer.body)
  switch (verdict.kind) {
    case "accepted":
      return one("pass", {})
    case "unclear":
      return one("unknown", {
        detail: `its answer, status ${answer.status}, says nothing of the secret`,
      })
    case "refused": {
      const { code, error } = verdict
      const asked = `asked in the directory ${directory.id}, which is known from ${directory.origin}`
      if (code === undefined) return one("fail", { detail: `${error}\n${asked}` })
      const { title: what, fix } = explainAadsts(code)
      return one("fail", { detail: `${code}: ${what}\n${asked}`, fix })
    }
  }
}

const outOfReach = `${entraHost} cannot be reached from here`

type Directory = Pick<Extract<Tenant, { kind: "known" }>, "id" | "origin">

/** The one that has verified the nearest of the domains. Nothing but the domain is sent. */
async function findDirectory(tenant: Tenant, http: Http): Promise<Directory | "unreached" | undefined> {
  if (tenant.kind === "known") return tenant
  for (const domain of tenant.domains) {
    const answer = await http.ask({ url: metadataAddress(domain) })
    if (answer.kind === "unanswered") return "unreached"
    const id = answer.status === 200 ? tenantOfMetadata(answer.body) : undefined
    if (id !== undefined) return { id, origin: `the domain ${domain}` }
  }
  return undefined
}

const one = (
  status: "pass" | "fail" | "unknown",
  more: { readonly detail?: string; readonly fix?: string },
): Verdict => ({
  outcome: status === "pass" ? "good" : status === "fail" ? "bad" : "unknown",
  findings: [{ status, title: "Entra accepts the client ID and the client secret", ...more }],
})
