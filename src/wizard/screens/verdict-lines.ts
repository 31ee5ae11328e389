import type { Line } from "../../core/plan/preview.ts"
import type { Verdict, VerdictFinding } from "../verdict.ts"

/** Every finding with its mark; what is wrong also says what to do. */
export const renderVerdict = ({ findings }: Verdict): readonly Line[] => findings.flatMap(renderFinding)

/** Only what is not as it should be. */
export const renderTroubles = ({ findings }: Verdict): readonly Line[] =>
  findings.filter(({ status }) => status === "fail" || status === "warn").flatMap(renderFinding)

function renderFinding({ id, status, title, details, fix }: VerdictFinding): readonly Line[] {
  const { mark, tone } = marks[status]
  const aside = status === "pass" ? [] : [...details, ...(fix === undefined ? [] : [`do  ${fix}`])]
  return [
    [
      { tone, text: `${mark} ` },
      { tone: "plain", text: title },
      { tone: "faint", text: `  ${id}` },
    ],
    ...aside.map((text): Line => [{ tone: "faint", text: `  ${text}` }]),
  ]
}

const marks = {
  pass: { mark: "✔", tone: "added" },
  warn: { mark: "!", tone: "warning" },
  fail: { mark: "✖", tone: "removed" },
  unknown: { mark: "?", tone: "warning" },
  skip: { mark: "·", tone: "faint" },
} as const
