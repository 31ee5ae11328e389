import type { Runtime } from "../../core/contract/chart-version.ts"
import { chartName } from "../../core/contract/names.ts"
import { AppError } from "../../core/errors.ts"
import type { Given } from "../../core/plan/given.ts"
import type { Snapshot } from "../../core/plan/snapshot.ts"
import type { Connections } from "./connections.ts"

/**
 * The newest version that the platform has published, where one is to be chosen. A repository of another owner may be closed to
 * this token, and no network is no reason to stop: then nothing is known.
 */
export async function readPublishedVersions(
  { chartVersion, runtime = undefined }: Given,
  { profile, existing, git }: Pick<Snapshot, "profile" | "existing" | "git">,
  { github }: Pick<Connections, "github">,
): Promise<Readonly<Partial<Record<Runtime, string>>>> {
  const chosen = runtime ?? profile.runtime
  const decided = chartVersion ?? (runtime === undefined ? existing?.chartVersion : undefined)
  if (decided !== undefined || profile.pinnedVersions.includes(chosen) || !git.remote) return {}
  try {
    const newest = await (await github()).newestChartVersion(profile.chart.repository, chartName, chosen)
    return newest === undefined ? {} : { [chosen]: newest }
  } catch (error) {
    if (error instanceof AppError) return {}
    throw error
  }
}
