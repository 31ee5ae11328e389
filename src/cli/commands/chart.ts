import { rm } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { createFiles, type Files } from "../../adapters/fs/files.ts"
import {
  type ChartFiles,
  type ChartPlan,
  type PublisherDefaults,
  planChart,
} from "../../core/chart/plan-chart.ts"
import { chartName } from "../../core/contract/names.ts"
import { AppError } from "../../core/errors.ts"
import type { Invocation, RunCommand } from "../command.ts"
import { version } from "../version.ts"

/**
 * `idp-oidc chart --out DIR`: the Helm chart of this version, to publish or to vendor.
 *
 * @throws AppError `usage/missing-answers`, `usage/invalid-flag`, `chart/not-this-chart`
 */
export const run: RunCommand = async (invocation, io) => {
  const out = invocation.text("out")
  if (out === undefined)
    throw new AppError("usage/missing-answers", "--out is missing: the folder to write the chart to.", {
      hint: `idp-oidc chart --out ${chartName}`,
    })
  const given = readDefaults(invocation)
  const files = createFiles()
  const folder = resolve(io.cwd, out)
  const chart = await readChart(files, await findChart(files))
  const plan = planChart(chart, await readExisting(files, folder, chart), given)
  if (!plan.ok)
    throw new AppError("chart/not-this-chart", `${out} is not a folder for this chart.`, {
      details: plan.problems,
      hint: "Name an empty folder, a new one, or an earlier version of the chart.",
    })
  for (const [path, text] of plan.value.write) await files.write(join(folder, path), text)
  for (const path of plan.value.remove) await rm(join(folder, path))
  const report = makeReport(out, plan.value)
  io.stdout.write(invocation.on("json") ? `${JSON.stringify(report)}\n` : renderReport(report))
  return "ok"
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** A registry, a port perhaps, and a name: no tag, which is the chart's version. */
const imageName = /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+$/

function readDefaults(invocation: Invocation): PublisherDefaults {
  const checked = (flag: string, pattern: RegExp, expected: string): string | undefined => {
    const value = invocation.text(flag)
    if (value === undefined || pattern.test(value)) return value
    throw new AppError("usage/invalid-flag", `--${flag} does not take "${value}".`, { hint: expected })
  }
  const tenantId = checked("tenant-id", guid, "It is the directory (tenant) id, a GUID.")
  const image = checked(
    "image",
    imageName,
    "It is the registry and name without a tag: registry.example/idp-oidc.",
  )
  return { ...(tenantId && { tenantId }), ...(image && { image }) }
}

/** Next to `dist/` in the package, at the top of a checkout. */
async function findChart(files: Files, from = import.meta.dirname): Promise<string> {
  const folder = join(from, "chart")
  if ((await files.read(join(folder, "Chart.yaml"))) !== undefined) return folder
  if (dirname(from) === from) throw new Error("The package has no chart/ folder.")
  return findChart(files, dirname(from))
}

async function readChart(files: Files, folder: string): Promise<ChartFiles> {
  const [root, templates] = await Promise.all([files.files(folder), files.files(join(folder, "templates"))])
  return readAll(files, folder, [...root, ...templates.map((name) => `templates/${name}`)])
}

/** Only what could be the chart's: a wrong folder may hold anything and any amount of it. */
async function readExisting(files: Files, folder: string, chart: ChartFiles): Promise<ChartFiles> {
  const [root, folders] = await Promise.all([files.files(folder), files.folders(folder)])
  if (!root.includes("Chart.yaml")) return new Map([...root, ...folders].map((name) => [name, ""]))
  const templates = await files.files(join(folder, "templates"))
  return readAll(files, folder, [
    ...root.filter((name) => chart.has(name)),
    ...templates.map((name) => `templates/${name}`),
  ])
}

async function readAll(files: Files, folder: string, paths: readonly string[]): Promise<ChartFiles> {
  const texts = await Promise.all(paths.map((path) => files.read(join(folder, path))))
  return new Map(paths.map((path, index) => [path, texts[index] ?? ""]))
}

const explanations: Readonly<
  Record<ChartPlan["missing"][number], { readonly flag: string; readonly why: string }>
> = {
  tenantId: { flag: "--tenant-id", why: "provider.tenantId: the company's Entra tenant" },
  image: { flag: "--image", why: "forwardAuth.image.repository: where the image is" },
}

const makeReport = (out: string, { write, remove, missing }: ChartPlan) => ({
  schema: 1,
  status: write.size + remove.length > 0 ? "written" : "nothing-to-do",
  out,
  version,
  written: [...write.keys()],
  removed: remove,
  missing: missing.map((name) => explanations[name]),
  next: [`helm package ${out}`],
})

type Report = ReturnType<typeof makeReport>

function renderReport({ status, out, written, removed, missing, next }: Report): string {
  const lines =
    status === "written"
      ? [`${chartName} ${version} is in ${out}: ${written.length} files written.`]
      : [`${out} is ${chartName} ${version} already.`]
  if (removed.length > 0) lines.push(`Removed, as this version has no such template: ${removed.join(", ")}`)
  if (missing.length > 0)
    lines.push(
      "",
      "Apps cannot know these, so set them before you publish, by flag or in values.yaml:",
      ...missing.map(({ flag, why }) => `  ${flag.padEnd(12)} ${why}`),
    )
  return `${[...lines, "", "Next:", ...next.map((command) => `  ${command}`)].join("\n")}\n`
}
