import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { applicationText, valuesText } from "../fakes/apps-repo.ts"

export interface AppsRepoSize {
  readonly apps: number
  readonly namespaces: number
}

/** A git repository of so many apps, for as long as `use` takes. */
export async function withAppsRepo<Result>(
  size: AppsRepoSize,
  use: (root: string) => Result | Promise<Result>,
): Promise<Result> {
  const root = makeRepository(size)
  try {
    return await use(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function makeRepository({ apps, namespaces }: AppsRepoSize): string {
  const root = mkdtempSync(join(tmpdir(), "bench-init-"))
  for (let index = 0; index < apps; index++) {
    const name = `app-${Math.floor(index / namespaces)}`
    const folder = join(root, "apps", `team-${index % namespaces}`, name)
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
