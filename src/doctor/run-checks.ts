/** Runs checks side by side and tells their results in the order of the catalogue. */
import type { SuppressedCheck } from "../core/contract/profile.ts"
import { AppError } from "../core/errors.ts"
import {
  type Check,
  type CheckId,
  type Finding,
  type Look,
  type OutOfReach,
  outOfReach,
  type Severity,
  unknown,
} from "./check.ts"
import type { Facts } from "./facts.ts"
import { hideSecretsIn } from "./hide-secrets.ts"
import { lostAccess } from "./reach.ts"

export type Status = "pass" | Severity | "skip"

export interface CheckResult {
  readonly check: Check
  readonly status: Status
  readonly findings: readonly Finding[]
  /** Why it was skipped. */
  readonly because?: string
  /** The check whose failure left nothing to look at. */
  readonly dependsOn?: CheckId
  /** What it needed and could not reach. */
  readonly lacks?: Lack
  /** True where `.idp-oidc.yaml` says that it does not count. */
  readonly suppressed?: true
  /** True where the check itself failed, which is a bug of ours. */
  readonly crashed?: true
  readonly durationMs: number
}

export interface Lack extends OutOfReach {
  /** True where it was not even tried, because this run was told so. */
  readonly isWithheld: boolean
}

export interface RunOptions {
  readonly suppressed: readonly SuppressedCheck[]
  /** Milliseconds for one check. */
  readonly budgetMs: number
  /** Milliseconds, from any start. */
  readonly clock: () => number
  /** Called in the order of the checks, each as soon as all before it are done. */
  readonly onResult?: (result: CheckResult) => void
}

/** The results, in the order of the checks. Never throws for what a check does. */
export async function runChecks(
  checks: readonly Check[],
  facts: Facts,
  options: RunOptions,
): Promise<readonly CheckResult[]> {
  const running = checks.map((check) => runCheck(check, facts, options))
  const results: CheckResult[] = []
  for (const run of running) {
    const result = nameCause(await run, results)
    results.push(result)
    options.onResult?.(result)
  }
  return results
}

async function runCheck(check: Check, facts: Facts, options: RunOptions): Promise<CheckResult> {
  const suppressed = options.suppressed.find(({ id }) => id === check.id)
  if (suppressed) return { ...skip(check, `suppressed: ${suppressed.reason}`), suppressed: true }
  const access = check.needs.find((need) => facts.withheld.has(need))
  if (access) return lack(check, outOfReach(access, facts.withheld.get(access) ?? ""), true)
  const start = options.clock()
  const { look, crashed } = await attempt(check, facts, options.budgetMs)
  const durationMs = Math.round(options.clock() - start)
  if (look.kind === "nothing") return { ...skip(check, look.why), durationMs }
  if (look.kind === "out-of-reach") return { ...lack(check, look, false), durationMs }
  return {
    check,
    status: worst(look.findings),
    findings: look.findings.map(hideSecretsIn),
    ...(crashed && { crashed }),
    durationMs,
  }
}

const skip = (check: Check, because: string): CheckResult => ({
  check,
  status: "skip",
  findings: [],
  because,
  durationMs: 0,
})

const lack = (check: Check, reach: OutOfReach, isWithheld: boolean): CheckResult => ({
  check,
  status: "unknown",
  findings: [],
  lacks: { ...reach, isWithheld },
  durationMs: 0,
})

interface Attempt {
  readonly look: Look
  readonly crashed?: true
}

async function attempt(check: Check, facts: Facts, budgetMs: number): Promise<Attempt> {
  const late = Promise.withResolvers<Attempt>()
  const timer = setTimeout(
    () => late.resolve({ look: found(unknown(`took longer than ${budgetMs / 1000} seconds`)) }),
    budgetMs,
  )
  try {
    return await Promise.race([check.run(facts).then((look): Attempt => ({ look })), late.promise])
  } catch (error) {
    if (error instanceof AppError) return { look: lostAccess(error) ?? found(unknownBecause(error)) }
    const reason = error instanceof Error ? error.message : String(error)
    return { look: found(unknown(`the check itself failed: ${reason}`)), crashed: true }
  } finally {
    clearTimeout(timer)
  }
}

/** What the user can repair is no crash, and no evidence either. */
const unknownBecause = ({ message, hint, location }: AppError): Finding =>
  unknown(message, {
    ...(hint === undefined ? {} : { hint }),
    ...(location === undefined ? {} : { location }),
  })

const found = (finding: Finding): Look => ({ kind: "looked", findings: [finding] })

const order: readonly Severity[] = ["fail", "warn", "unknown", "info"]

const worst = (findings: readonly Finding[]): Status =>
  order.find((severity) => findings.some((finding) => finding.severity === severity)) ?? "pass"

/** Results carry no data to each other; a failure further up, however far, only explains why there was nothing to see. */
function nameCause(result: CheckResult, earlier: readonly CheckResult[]): CheckResult {
  if (result.status !== "skip" || result.suppressed) return result
  const before = earlier.filter(({ check }) => result.check.after.includes(check.id))
  const dependsOn =
    before.find(({ status }) => status === "fail")?.check.id ??
    before.find((other) => other.dependsOn)?.dependsOn
  return dependsOn ? { ...result, because: `${dependsOn} failed`, dependsOn } : result
}
