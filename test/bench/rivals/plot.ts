/** Requests per second of one core as horizontal bars. Those of one user were measured in turns and share a scale. */
import type { Measured, Row } from "./report.ts"

const width = 760
const labelWidth = 250
const barHeight = 18
const rowHeight = 26
const textColour = "#57606a"

export function renderPlot(rows: readonly Row[]): string {
  const measured = rows.flatMap((row) => ("failed" in row || row.processors !== 1 ? [] : [row]))
  const parts = [...Map.groupBy(measured, ({ groups }) => groups)]
  const lines: string[] = []
  let y = 34
  for (const [groups, part] of parts) {
    lines.push(label(0, y, `A user in ${groups} groups`, "bold"))
    y += rowHeight
    const most = Math.max(...part.map(({ perSecond }) => perSecond))
    for (const row of part) {
      lines.push(bar(row, y, most))
      y += rowHeight
    }
    y += 14
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" font-family="system-ui, sans-serif" font-size="13" role="img">`,
    "<title>Authenticated checks per second on one core</title>",
    label(0, 14, "Authenticated checks per second on one core; longer is better"),
    ...lines,
    "</svg>",
    "",
  ].join("\n")
}

function bar({ contender, perSecond }: Measured, y: number, most: number): string {
  const length = Math.round((perSecond / most) * (width - labelWidth - 70))
  const colour = contender.builtBy === undefined ? "#1f883d" : "#8c959f"
  return [
    label(0, y, contender.name),
    `<rect x="${labelWidth}" y="${y - 13}" width="${length}" height="${barHeight}" rx="2" fill="${colour}"/>`,
    label(labelWidth + length + 8, y, Math.round(perSecond).toLocaleString("en")),
  ].join("\n")
}

const label = (x: number, y: number, text: string, weight = "normal"): string =>
  `<text x="${x}" y="${y}" fill="${textColour}" font-weight="${weight}">${text}</text>`
