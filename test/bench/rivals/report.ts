/** Rows of one run as a table, and as `docs/performance.md` and its plot. */
import { readFile, writeFile } from "node:fs/promises"
import { cpus } from "node:os"
import type { Contender } from "./contenders.ts"
import { renderPlot } from "./plot.ts"

interface Subject {
  readonly contender: Contender
  readonly groups: number
  readonly processors: number
}

export interface Measured extends Subject {
  /** Of the `Cookie` header. */
  readonly cookieBytes: number
  readonly perSecond: number
  /** Milliseconds, under all the load it takes. */
  readonly p50: number
  readonly p99: number
  /** Under half of that. */
  readonly half: { readonly perSecond: number; readonly p99: number }
  /** Bytes, all processes together. */
  readonly memory: number
}

export type Row = Measured | (Subject & { readonly failed: string })

const reference = "oauth2-proxy"

/** One table for each group count and number of cores; ratios to oauth2-proxy with its own defaults. */
export function renderTable(rows: readonly Row[]): string {
  const parts = Map.groupBy(rows, ({ groups, processors }) => `${groups} groups, ${coresOf(processors)}`)
  return [...parts].map(([title, part]) => `### ${title}\n\n${renderPart(part)}`).join("\n\n")
}

const coresOf = (processors: number): string => (processors === 1 ? "one core" : `${processors} cores`)

function renderPart(rows: readonly Row[]): string {
  const base = rows.find(({ contender }) => contender.name === reference)
  const cells = rows.map((row) => {
    const { name, version } = row.contender
    if ("failed" in row) return [name, version, row.failed, "", "", "", "", ""]
    const ratio = base && "perSecond" in base ? `${(row.perSecond / base.perSecond).toFixed(2)} ×` : ""
    return [
      name,
      version,
      `${(row.cookieBytes / 1000).toFixed(1)} kB`,
      ratio,
      Math.round(row.perSecond).toLocaleString("en"),
      `${row.p50.toFixed(2)} / ${row.p99.toFixed(2)} ms`,
      `${row.half.p99.toFixed(2)} ms`,
      `${Math.round(row.memory / 1e6)} MB`,
    ]
  })
  const head = [
    "server",
    "version",
    "cookies",
    `to ${reference}`,
    "requests/s",
    "p50 / p99",
    "p99 at half load",
    "memory",
  ]
  return [head, head.map(() => "---"), ...cells].map((line) => `| ${line.join(" | ")} |`).join("\n")
}

const docs = new URL("../../../docs/", import.meta.url)

/** Between these lines the document is written by `npm run bench:rivals -- --write`. */
const begin = "<!-- measured: begin -->"
const end = "<!-- measured: end -->"

export async function writeDocs(rows: readonly Row[], missing: readonly string[]): Promise<void> {
  const path = new URL("performance.md", docs)
  const text = await readFile(path, "utf8")
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error("performance.md has lost its marks")
  const machine = `Measured on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores of ${cpus()[0]?.model.trim()}, Node ${process.versions.node}.`
  const notBuilt = missing.length > 0 ? [`Could not be built for this run: ${missing.join(", ")}.`] : []
  const measured = [begin, "", machine, ...notBuilt, "", renderTable(rows), "", end].join("\n")
  await writeFile(path, before + measured + after)
  await writeFile(new URL("performance.svg", docs), renderPlot(rows))
}
