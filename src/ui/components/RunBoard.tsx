import { Box, Text } from "ink"
import { useSize, useTheme } from "../theme.ts"
import { Footnotes, Link } from "./Link.tsx"
import { Spinner } from "./Spinner.tsx"

export interface Run {
  readonly id: string
  readonly label: string
  readonly state: "queued" | "running" | "done" | "failed"
  readonly elapsedMs?: number
  readonly link?: { readonly label: string; readonly url: string }
  /** What it is doing, or why it failed. */
  readonly message?: string
}

/**
 *     ✔ web-oidc-client-id       18 s  run 812  log clean
 *     ⠹ web-oidc-client-secret    7 s  run 813  put-secret-value
 *     · web-oidc-session-secret
 */
export function RunBoard({ runs }: { readonly runs: readonly Run[] }) {
  const { width } = useSize()
  const labels = Math.max(0, ...runs.map(({ label }) => label.length))
  const urls = runs.flatMap(({ link }) => (link ? [link.url] : []))
  return (
    <Box flexDirection="column" width={width}>
      <Box flexDirection="column" aria-role="list">
        {runs.map((run) => (
          <RunRow key={run.id} run={run} labels={labels} footnote={urls.indexOf(run.link?.url ?? "") + 1} />
        ))}
      </Box>
      <Footnotes urls={urls} />
    </Box>
  )
}

interface RunRowProps {
  readonly run: Run
  readonly labels: number
  readonly footnote: number
}

function RunRow({ run: { label, state, elapsedMs, link, message }, labels, footnote }: RunRowProps) {
  return (
    <Box columnGap={2} flexWrap="wrap" aria-role="listitem" aria-state={{ busy: state === "running" }}>
      <Box columnGap={1}>
        <RunMark state={state} />
        <Text>{label.padEnd(labels)}</Text>
      </Box>
      {elapsedMs !== undefined && <Text dimColor>{`${Math.floor(elapsedMs / 1000)} s`.padStart(5)}</Text>}
      {link && <Link {...link} footnote={footnote} />}
      {message && (state === "failed" ? <Text color="red">{message}</Text> : <Text dimColor>{message}</Text>)}
    </Box>
  )
}

function RunMark({ state }: Pick<Run, "state">) {
  const { glyphs } = useTheme()
  switch (state) {
    case "queued":
      return <Text dimColor>{glyphs.waiting}</Text>
    case "running":
      return <Spinner />
    case "done":
      return <Text color="green">{glyphs.done}</Text>
    case "failed":
      return <Text color="red">{glyphs.failed}</Text>
  }
}
