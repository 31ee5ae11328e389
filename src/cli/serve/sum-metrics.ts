/**
 * Several pages of metrics of the same program as one: each series is the sum of theirs, which is what counters and
 * histograms mean. Series of one family stay together, as the format asks.
 *
 * Source: Prometheus, "Exposition formats", text-based format.
 */
export function sumMetrics(pages: readonly string[]): string {
  const families = new Map<string, Family>()
  for (const page of pages) {
    let family = familyOf(families, "")
    for (const line of page.split("\n")) {
      if (line === "") continue
      const name = /^# (?:HELP|TYPE) (?<name>\S+)/.exec(line)?.groups?.name
      if (name !== undefined) {
        family = familyOf(families, name)
        family.comments.add(line)
        continue
      }
      const space = line.lastIndexOf(" ")
      const series = line.slice(0, space)
      family.series.set(series, (family.series.get(series) ?? 0) + Number(line.slice(space + 1)))
    }
  }
  const lines = [...families.values()].flatMap(({ comments, series }) => [
    ...comments,
    ...[...series].map(([name, value]) => `${name} ${value}`),
  ])
  return `${lines.join("\n")}\n`
}

interface Family {
  readonly comments: Set<string>
  readonly series: Map<string, number>
}

function familyOf(families: Map<string, Family>, name: string): Family {
  const family = families.get(name) ?? { comments: new Set(), series: new Map() }
  families.set(name, family)
  return family
}
