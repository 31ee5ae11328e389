import type { Missing } from "../../core/plan/missing.ts"
import { rotatable } from "../../core/plan/rotation.ts"
import type { Invocation } from "../command.ts"
import { approval } from "../plan-command.ts"
import type { OpenRequest } from "./request.ts"

/** Which secret is meant; nothing implies that. */
export const whichSecret: Missing = {
  flag: "--secret",
  why: "which of the two to replace",
  choices: [...rotatable],
}

/** What nobody gave and nobody can be asked for, all at once. To order a client secret nothing is written, so nobody need agree. */
export const missingFrom = (
  open: OpenRequest,
  missing: readonly Missing[],
  { on }: Invocation,
): readonly Missing[] => {
  const orders = open.secret === "client" && !open.clientSecret && open.via !== "skip"
  const agreed = on("yes") || on("dry-run") || on("verify") || orders
  return [...missing, ...(open.secret === undefined ? [whichSecret] : []), ...(agreed ? [] : [approval])]
}
