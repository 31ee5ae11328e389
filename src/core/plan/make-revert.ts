import { AppError } from "../errors.ts"
import { appFolder } from "../repo/app.ts"
import { middlewareNames } from "../repo/middleware-references.ts"
import { type Here, publish } from "./next-steps.ts"
import type { InitPlan } from "./plan.ts"
import { planUnwiring } from "./plan-unwiring.ts"
import { currentText, releaseFiles, type Snapshot } from "./snapshot.ts"

/**
 * The way back when going live has failed: the reference leaves the ingress, and everything else stays for another attempt.
 * `plan` is what `init` would do otherwise.
 *
 * @throws AppError `app/unknown-app`, `yaml/*`
 */
export function makeRevert(plan: InitPlan, snapshot: Snapshot, here: Here): InitPlan {
  const { answers, reached } = plan
  const { app, wire, deploy, pullRequests } = snapshot
  if (!wire)
    throw new AppError("app/unknown-app", `${app.valuesPath} was not read, so it cannot be changed back.`)
  const values = currentText(deploy, releaseFiles(appFolder(answers.namespace, answers.release)).values)
  const { effects, waits, open } = planUnwiring({
    subject: answers,
    names: middlewareNames(answers.namespace, answers.release, values),
    path: app.valuesPath,
    place: wire,
    pullRequests,
    merged: !reached.wired,
  })
  const { open: _, ...far } = reached
  return {
    ...plan,
    status: waits.length > 0 ? "action-required" : effects.length > 0 ? "planned" : "nothing-to-do",
    effects,
    waits,
    notes: [
      `From then on everyone who can reach ${answers.app} gets in without login, as before. The middleware stays, so init can turn login on again when the cause is found.`,
    ],
    reached: open === undefined ? far : { ...far, open },
    proposed: [],
    faults: [],
    next: publish(snapshot, wire.destination, app.valuesPath, here, "turns login off once it is merged"),
  }
}
