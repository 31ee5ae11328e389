/** The machine that the doctor runs on. */
import type { Answer } from "../../adapters/http/http.ts"
import { compareChartVersions, parseChartVersion } from "../../core/contract/chart-version.ts"
import { type Check, type Finding, fail, info, looked, nothing, unknown, warn } from "../check.ts"
import type { Facts } from "../facts.ts"

export const node: Check = {
  id: "OIDC001",
  group: "env",
  title: "Node is new enough, and the terminal shows what is printed",
  needs: ["files"],
  after: [],
  hint: "Install Node 22.12 or newer.",
  run: async ({ machine: { nodeVersion, unicode } }) => {
    const [major = 0, minor = 0] = nodeVersion.split(".").map(Number)
    const isOld = major < 22 || (major === 22 && minor < 12)
    return looked(
      ...(isOld ? [fail("this Node is too old", { found: nodeVersion, expected: "22.12 or newer" })] : []),
      ...(unicode
        ? []
        : [info("this terminal shows ASCII only, so marks look odd; --format json has none of them")]),
    )
  },
}

/** Seconds. Source: `nbf` and `exp` of tokens are compared with five minutes' tolerance, as Microsoft's own libraries do. */
const maxSkew = 300
const noticeableSkew = 60

export const clock: Check = {
  id: "OIDC002",
  group: "env",
  title: "The clock of this machine is right",
  needs: ["network"],
  after: [],
  hint: "Let the system set its clock by itself: tokens and signatures are refused by a clock that is wrong.",
  run: async (facts) => {
    const sites = await facts.sites()
    const answers = await Promise.all([
      ...(facts.machine.githubUrl === undefined ? [] : [facts.ask({ url: facts.machine.githubUrl })]),
      ...sites.slice(0, 3).map((site) => site.callback()),
    ])
    const skews = answers.flatMap(skewOf)
    // One server with a wrong clock, or a cached answer, says nothing about this machine.
    const skew = skews.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]
    if (skew === undefined) return nothing("no server told the time")
    const seconds = Math.abs(Math.round(skew / 1000))
    if (seconds <= noticeableSkew) return looked()
    const report = seconds > maxSkew ? fail : warn
    return looked(
      report(`the clock of this machine is ${seconds} seconds ${skew > 0 ? "fast" : "slow"}`, {
        expected: `at most ${noticeableSkew} seconds from the time of other servers`,
      }),
    )
  },
}

/** Milliseconds that this machine is ahead. */
function skewOf(answer: Answer): readonly number[] {
  if (answer.kind === "unanswered") return []
  const told = Date.parse(answer.headers.date ?? "")
  return Number.isNaN(told) ? [] : [answer.at - told]
}

export const network: Check = {
  id: "OIDC003",
  group: "env",
  title: "GitHub is reached, through the proxy if there is one, and its certificate is trusted",
  needs: ["network"],
  after: [],
  hint: "Behind a proxy set HTTPS_PROXY; where it signs the traffic, NODE_EXTRA_CA_CERTS names its certificate.",
  run: async (facts) => {
    const { githubUrl, proxyVariable, proxyIsUsed, trustsAnyCertificate, nodeVersion } = facts.machine
    const remarks: readonly Finding[] = [
      ...(trustsAnyCertificate
        ? [
            warn("NODE_TLS_REJECT_UNAUTHORIZED switches the verification of certificates off", {
              hint: "Unset it; NODE_EXTRA_CA_CERTS trusts one more certificate instead of all.",
            }),
          ]
        : []),
      ...(proxyIsUsed
        ? []
        : [
            warn(`${proxyVariable} is set, and Node ${nodeVersion} does not use it by itself`, {
              hint: "Set NODE_USE_ENV_PROXY=1, or use Node 24.14 or newer.",
            }),
          ]),
    ]
    if (githubUrl === undefined)
      return remarks.length > 0 ? looked(...remarks) : nothing("the remote origin is not on GitHub")
    return looked(...remarks, ...judgeReach(githubUrl, await facts.ask({ url: githubUrl }), facts))
  },
}

function judgeReach(url: string, answer: Answer, { machine }: Facts): readonly Finding[] {
  if (answer.kind === "answered") return []
  const { host } = new URL(url)
  const details = { found: answer.code }
  if (answer.reason === "certificate")
    return [fail(`the certificate that ${host} is shown with is not trusted here`, details)]
  return machine.proxyVariable === undefined
    ? [unknown(`${host} cannot be reached from here`, details)]
    : [fail(`${host} cannot be reached through the proxy in ${machine.proxyVariable}`, details)]
}

export const tool: Check = {
  id: "OIDC004",
  group: "env",
  title: "This program is the newest version of itself",
  needs: ["network"],
  after: [],
  hint: "A newer version may know more checks, and newer chart versions.",
  run: async ({ newestTool, machine: { toolVersion } }) => {
    const newest = await newestTool()
    const [own, other] = [parseChartVersion(toolVersion), parseChartVersion(newest ?? "")]
    if (newest === undefined || !own || !other) return looked(unknown("npm does not tell the newest version"))
    return compareChartVersions(own, other) >= 0
      ? looked()
      : looked(
          warn("there is a newer version of this program", {
            found: toolVersion,
            expected: newest,
            command: "npx idp-oidc@latest doctor",
          }),
        )
  },
}

export const envChecks: readonly Check[] = [node, clock, network, tool]
