import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { entry } from "../cli/run.ts"
import { applicationText, valuesText } from "../fakes/apps-repo.ts"
import { compareProcesses } from "./measure.ts"
import type { Figure } from "./run.ts"

const namespacesPerRepo = 10

/**
 * What `init --dry-run` costs beyond Node's own start, in repositories of 1,000 and 10,000 apps: from the working tree, and
 * from a commit. The time per app must not grow with their number.
 */
export async function benchInit(): Promise<Figure[]> {
  const small = measure(1_000, 5)
  const large = measure(10_000, 3)
  return [
    { name: "init: 1,000 apps", value: small.tree, unit: "ms beyond node", atMost: 1000 },
    { name: "init: 1,000 apps, --commit", value: small.commit, unit: "ms beyond node", atMost: 1000 },
    { name: "init: 10,000 apps", value: large.tree, unit: "ms beyond node" },
    { name: "init: 10,000 apps, --commit", value: large.commit, unit: "ms beyond node" },
    { name: "init: ten times the apps", value: large.tree / small.tree, unit: "× the time", atMost: 10 },
  ]
}

function measure(apps: number, runs: number): { readonly tree: number; readonly commit: number } {
  const root = makeRepository(apps)
  const args = [
    entry,
    "init",
    "--repo",
    root,
    "--namespace",
    "team-0",
    "--app",
    "app-0",
    "--dry-run",
    "--json",
  ]
  const beyond = (more: readonly string[]) => compareProcesses([...args, ...more], ["-e", "0"], runs).beyondMs
  try {
    return { tree: beyond([]), commit: beyond(["--commit"]) }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function makeRepository(apps: number): string {
  const root = mkdtempSync(join(tmpdir(), "bench-init-"))
  for (let index = 0; index < apps; index++) {
    const name = `app-${Math.floor(index / namespacesPerRepo)}`
    const folder = join(root, "apps", `team-${index % namespacesPerRepo}`, name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, "application.yaml"), applicationText(name))
    writeFileSync(join(folder, "values.yaml"), valuesText(`${name}.example.com`))
  }
  const git = (...more: readonly string[]) =>
    execFileSync("git", ["-C", root, "-c", "user.name=Bench", "-c", "user.email=bench@example.com", ...more])
  git("init", "--quiet", "--initial-branch=main", ".")
  git("add", "--all")
  git("commit", "--quiet", "--message", "apps")
  return root
}
