/** Rows of one run as a table, and as `docs/performance.md` and its plot. */
import { readFile, writeFile } from "node:fs/promises"
import { cpus } from "node:os"
import { median } from "../measure.ts"
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
  /** The least and the most of several starts. */
  readonly range?: readonly [number, number]
  /** Milliseconds, under all the load it takes. */
  readonly p50: number
  readonly p99: number
  /** Under half of that. */
  readonly half: { readonly perSecond: number; readonly p99: number }
  /** Bytes, all processes together. */
  readonly memory: number
}

export type Row = Measured | (Subject & { readonly failed: string })

/** The medians of one contender's starts, which are not none. One that could not be measured once is not measured. */
export function combine(rows: readonly Row[]): Row {
  const failed = rows.find((row) => "failed" in row)
  if (failed) return failed
  const measured = rows as readonly Measured[]
  const [first] = measured
  if (first === undefined) throw new RangeError("There is no start.")
  const of = (figure: (row: Measured) => number) => median(measured.map(figure))
  const speeds = measured.map(({ perSecond }) => perSecond)
  return {
    ...first,
    perSecond: median(speeds),
    range: [Math.min(...speeds), Math.max(...speeds)],
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    half: { perSecond: of(({ half }) => half.perSecond), p99: of(({ half }) => half.p99) },
    memory: of(({ memory }) => memory),
  }
}

const reference = "oauth2-proxy"

/** One table for each group count and number of cores; ratios to oauth2-proxy with its own defaults. */
export function renderTable(rows: readonly Row[]): string {
  const parts = Map.groupBy(rows, ({ groups, processors }) => `${groups} groups, ${coresOf(processors)}`)
  return [...parts].map(([title, part]) => `### ${title}\n\n${renderPart(part)}`).join("\n\n")
}

const coresOf = (processors: number): string => (processors === 1 ? "one core" : `${processors} cores`)

const whole = (perSecond: number): string => Math.round(perSecond).toLocaleString("en")

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
      `${whole(row.perSecond)}${row.range ? ` (${row.range.map(whole).join(" to ")})` : ""}`,
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
