import {
  compareChartVersions,
  parseChartVersion,
  type Runtime,
  runtimeOf,
} from "../../core/contract/chart-version.ts"
import { type Client, orUndefined, readPages } from "./client.ts"

/**
 * The newest version of a chart among a repository's releases; undefined where the token may not see them, or none fits.
 *
 * A repository of several charts tags `chart-1.2.3` (chart-releaser), `chart/1.2.3` or `chart@1.2.3`; one of a single
 * chart tags `v1.2.3`.
 */
export async function readNewestChartVersion(
  { request }: Client,
  repository: string,
  chart: string,
  runtime: Runtime,
): Promise<string | undefined> {
  const [owner = "", repo = ""] = repository.split("/")
  const releases = await orUndefined(
    readPages(
      async (page) => (await request("GET /repos/{owner}/{repo}/releases", { owner, repo, ...page })).data,
    ),
  )
  const tags = (releases ?? [])
    .filter(({ draft, prerelease }) => !draft && !prerelease)
    .map(({ tag_name }) => tag_name)
  return newestOf(tags, chart, runtime)
}

function newestOf(tags: readonly string[], chart: string, runtime: Runtime): string | undefined {
  const ofChart = tags
    .filter((tag) => tag.startsWith(chart))
    .map((tag) => tag.slice(chart.length).replace(/^[-/@]/, ""))
  const versions = (ofChart.length > 0 ? ofChart : tags)
    .flatMap((text) => {
      const version = parseChartVersion(text)
      return version && version.prerelease === "" && runtimeOf(text) === runtime ? [{ text, version }] : []
    })
    .sort((a, b) => compareChartVersions(b.version, a.version))
  return versions[0]?.text.replace(/^v/, "")
}
