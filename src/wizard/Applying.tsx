import { useAnimation } from "ink"
import { RunBoard } from "../ui/components/RunBoard.tsx"
import type { Board } from "./board.ts"

/**
 *     ✔ web-oidc-client-id       18 s  run  stored, log clean
 *     ⠹ web-oidc-client-secret    7 s  run  put-secret-value
 *     · web-oidc-session-secret
 */
export function Applying({ board }: { readonly board: Board }) {
  // Seconds pass while nothing else happens.
  useAnimation({ interval: 500 })
  const now = Date.now()
  return (
    <RunBoard
      runs={board.rows.map(({ label, state, message, url, startedAt, endedAt }) => ({
        id: label,
        label,
        state,
        ...(startedAt === undefined ? {} : { elapsedMs: (endedAt ?? now) - startedAt }),
        ...(url === undefined || message === url ? {} : { link: { label: "run", url } }),
        ...(message === undefined ? {} : { message }),
      }))}
    />
  )
}
