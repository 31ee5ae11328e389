import { entry } from "../cli/run.ts"
import { withAppsRepo } from "./apps-repo.ts"
import { compareProcesses } from "./measure.ts"
import type { Figure } from "./run.ts"

/**
 * What `init --dry-run` costs beyond Node's own start, in repositories of 1,000 and 10,000 apps: from the working tree, and
 * from a commit. The time per app must not grow with their number.
 */
export async function benchInit(): Promise<Figure[]> {
  const small = await measure(1_000, 5)
  const large = await measure(10_000, 3)
  return [
    { name: "init: 1,000 apps", value: small.tree, unit: "ms beyond node", atMost: 1000 },
    { name: "init: 1,000 apps, --commit", value: small.commit, unit: "ms beyond node", atMost: 1000 },
    { name: "init: 10,000 apps", value: large.tree, unit: "ms beyond node" },
    { name: "init: 10,000 apps, --commit", value: large.commit, unit: "ms beyond node" },
    { name: "init: ten times the apps", value: large.tree / small.tree, unit: "× the time", atMost: 10 },
  ]
}

const measure = (apps: number, runs: number): Promise<{ readonly tree: number; readonly commit: number }> =>
  withAppsRepo({ apps, namespaces: 10 }, (root) => {
    const app = ["--namespace", "team-0", "--app", "app-0"]
    const args = [entry, "init", "--repo", root, ...app, "--dry-run", "--json"]
    const beyond = (more: readonly string[]) =>
      compareProcesses([...args, ...more], ["-e", "0"], runs).beyondMs
    return { tree: beyond([]), commit: beyond(["--commit"]) }
  })
