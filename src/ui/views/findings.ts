import { foldRows } from "../fold-rows.ts"
import { type Look, type Row, row } from "../row.ts"
import type { Glyphs, Style } from "../theme.ts"

/** What a check found. */
export interface Finding {
  readonly status: "pass" | "warn" | "fail" | "skip" | "unknown"
  readonly title: string
  readonly detail?: string
  /** What to do about it. */
  readonly fix?: string
}

/**
 *     ✔ https://web.shop.example.com asks for login
 *     ✖ /healthz asks for login
 *       302 to login.microsoftonline.com
 *       do  Add /healthz to bypassPaths.
 *     ? ArgoCD has synced it
 *       no access
 */
export const findingRows = (
  findings: readonly Finding[],
  width: number,
  { glyphs }: Pick<Style, "glyphs">,
): readonly Row[] =>
  findings.flatMap(({ status, title, detail, fix }) => {
    const { glyph, tone } = marks[status]
    const text = foldRows(
      [
        row(title, status === "fail" ? "strong" : "plain"),
        ...(detail?.split("\n").map((line) => row(line, "faint")) ?? []),
        ...(fix ? [row(`do  ${fix}`)] : []),
      ],
      width - 2,
    )
    return text.map(
      (line, index): Row => [
        { tone: index === 0 ? tone : "plain", text: index === 0 ? `${glyphs[glyph]} ` : "  " },
        ...line,
      ],
    )
  })

/** The same as sentences, for who hears them: the sign as a word. */
export const describeFinding = ({ status, title, detail, fix }: Finding): string =>
  [`${words[status]}: ${title}`, detail?.replaceAll("\n", " "), fix && `Do: ${fix}`]
    .filter(Boolean)
    .join(". ")

const marks: Readonly<
  Record<Finding["status"], { readonly glyph: keyof Omit<Glyphs, "spinner">; readonly tone: Look }>
> = {
  pass: { glyph: "done", tone: "good" },
  warn: { glyph: "warning", tone: "warning" },
  fail: { glyph: "failed", tone: "bad" },
  skip: { glyph: "skipped", tone: "faint" },
  unknown: { glyph: "unknown", tone: "faint" },
}

const words: Readonly<Record<Finding["status"], string>> = {
  pass: "Passed",
  warn: "Warning",
  fail: "Failed",
  skip: "Skipped",
  unknown: "Not known",
}
