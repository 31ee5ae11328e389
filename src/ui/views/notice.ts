import { type AppError, renderLocation } from "../../core/errors.ts"
import { foldRows } from "../fold-rows.ts"
import { type Look, type Row, row } from "../row.ts"
import type { Style } from "../theme.ts"

export interface NoticeData {
  readonly tone: "info" | "warning" | "error"
  /** What happened. */
  readonly title: string
  /** Where: `apps/shop/web/values.yaml:12:7`. */
  readonly where?: string | undefined
  readonly details?: readonly string[]
  /** What to do about it. */
  readonly fix?: string | undefined
}

/**
 *     ✖ apps/shop/web has no host.
 *       at  apps/shop/web/values.yaml:12:7
 *       do  Add one to ingress.fqdn.
 */
export function noticeRows(
  { tone, title, where, details = [], fix }: NoticeData,
  width: number,
  { glyphs }: Style,
): readonly Row[] {
  const { glyph, look } = marks[tone]
  const text = foldRows(
    [
      row(title, "strong"),
      ...(where ? [row(`at  ${where}`)] : []),
      ...details.map((detail) => row(detail)),
      ...(fix ? [row(`do  ${fix}`)] : []),
    ],
    width - 2,
  )
  return text.map((line, index) => [
    { tone: index === 0 ? look : "plain", text: index === 0 ? `${glyphs[glyph]} ` : "  " },
    ...line,
  ])
}

const marks: Readonly<
  Record<NoticeData["tone"], { readonly glyph: "dot" | "warning" | "failed"; readonly look: Look }>
> = {
  info: { glyph: "dot", look: "pointer" },
  warning: { glyph: "warning", look: "warning" },
  error: { glyph: "failed", look: "bad" },
}

/** An error that its reader can act on. */
export const errorNotice = ({ message, location, details, hint }: AppError): NoticeData => ({
  tone: "error",
  title: message,
  where: location && renderLocation(location),
  details,
  fix: hint,
})
