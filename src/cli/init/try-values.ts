import { createHttp } from "../../adapters/http/http.ts"
import { callbackPath } from "../../core/contract/names.ts"
import { explainAadsts } from "../../core/entra/aadsts.ts"
import { judgeTrial, makeTrial, tokenEndpoint } from "../../core/entra/secret-trial.ts"
import type { InitPlan } from "../../core/plan/plan.ts"
import type { Verdict } from "../../wizard/verdict.ts"
import type { SecretValues } from "../../wizard/wizard-state.ts"
import { version } from "../version.ts"

/** Milliseconds. */
const timeoutMs = 4500

/** Asks the login host whether it knows the two values. They go there and nowhere else. */
export async function tryValues(
  { tenantId, answers }: InitPlan,
  { clientId, clientSecret }: SecretValues,
): Promise<Verdict> {
  if (!tenantId || !clientId || !clientSecret) throw new Error("There is nothing to try, or nowhere.")
  const url = tokenEndpoint(tenantId)
  const http = createHttp({ userAgent: `idp-oidc/${version}`, timeoutMs })
  const answer = await http.post(
    makeTrial({
      url,
      clientId: clientId.reveal(),
      clientSecret: clientSecret.reveal(),
      redirectUri: `https://${answers.hosts[0]}${callbackPath}`,
    }),
  )
  const title = "Entra accepts the client ID and the client secret"
  if (answer.kind === "unanswered")
    return one("unknown", title, {
      detail: `${new URL(url).host} cannot be reached from here (${answer.code})`,
    })
  const verdict = judgeTrial(answer.body)
  switch (verdict.kind) {
    case "accepted":
      return one("pass", title, {})
    case "unclear":
      return one("unknown", title, {
        detail: `its answer, status ${answer.status}, says nothing of the secret`,
      })
    case "refused": {
      const { code, error } = verdict
      if (code === undefined) return one("fail", title, { detail: error })
      const { title: what, fix } = explainAadsts(code)
      return one("fail", title, { detail: `${code}: ${what}`, fix })
    }
  }
}

const one = (
  status: "pass" | "fail" | "unknown",
  title: string,
  more: { readonly detail?: string; readonly fix?: string },
): Verdict => ({
  outcome: status === "pass" ? "good" : status === "fail" ? "bad" : "unknown",
  findings: [{ status, title, ...more }],
})
