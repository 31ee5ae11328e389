/** Counters in Prometheus' text format. Labels come from fixed sets, so no client can make new series. */
import type { Observe, RouteName } from "./pipeline.ts"

/** Upper bounds in seconds; a warm request takes well under the first. */
const buckets = [0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]

export interface Metrics {
  readonly observe: Observe
  readonly render: () => string
}

export function createMetrics(): Metrics {
  const replies = new Map<RouteName, Map<number, number>>()
  const counts = buckets.map(() => 0)
  let total = 0
  let sum = 0
  return {
    observe: (route, reply, startedAt) => {
      const status = reply.kind === "admit" ? 200 : reply.status
      const byStatus = replies.get(route) ?? new Map<number, number>()
      if (byStatus.size === 0) replies.set(route, byStatus)
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
      const seconds = (performance.now() - startedAt) / 1000
      const bucket = buckets.findIndex((bound) => seconds <= bound)
      if (bucket >= 0) counts[bucket] = (counts[bucket] ?? 0) + 1
      total += 1
      sum += seconds
    },
    render: () => {
      let below = 0
      const lines = [
        "# HELP idp_oidc_replies_total Replies by route and status; 200 lets the request through.",
        "# TYPE idp_oidc_replies_total counter",
        ...[...replies].flatMap(([route, byStatus]) =>
          [...byStatus].map(
            ([status, count]) => `idp_oidc_replies_total{route="${route}",status="${status}"} ${count}`,
          ),
        ),
        "# HELP idp_oidc_reply_seconds Time to reply.",
        "# TYPE idp_oidc_reply_seconds histogram",
        ...buckets.map((bound, index) => {
          below += counts[index] ?? 0
          return `idp_oidc_reply_seconds_bucket{le="${bound}"} ${below}`
        }),
        `idp_oidc_reply_seconds_bucket{le="+Inf"} ${total}`,
        `idp_oidc_reply_seconds_sum ${sum}`,
        `idp_oidc_reply_seconds_count ${total}`,
      ]
      return `${lines.join("\n")}\n`
    },
  }
}
