/** Where the demo plays: a clone of an apps repo, and the world around it. */
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { createFiles } from "../../adapters/fs/files.ts"
import { createRunGit, mustRun } from "../../adapters/git/program.ts"
import { newestKnownVersions } from "../../core/contract/chart-version.ts"
import { chartName } from "../../core/contract/names.ts"
import { demoCharts, demoMiddlewares, demoRepository, makeAppsRepo } from "../../sandbox/demo/apps-repo.ts"
import { startServicedeskPage } from "../../sandbox/demo/start-servicedesk-page.ts"
import { createServicedesk } from "../../sandbox/world/servicedesk.ts"
import type { World } from "../../sandbox/world/start-world.ts"
import type { Io } from "../command.ts"
import { composeWorld } from "../compose-world.ts"

export interface Stage {
  /** Absolute path of the clone. */
  readonly clone: string
  readonly world: World
  /** Where servicedesk's answer is, as the files say. */
  readonly servicedeskUrl: string
  /** The default branch on GitHub. */
  readonly merged: () => ReadonlyMap<string, string>
  /** Writes to the clone what has been merged, as `git pull` would. */
  readonly pull: () => Promise<void>
  readonly close: () => Promise<void>
}

/** How fast others are: how many times as fast as GitHub's the runs are, and milliseconds until a pull request is merged. */
export interface Pace {
  readonly haste: number
  readonly mergesAfterMs?: number
}

/** `folder`: an empty one, which whoever made it removes. */
export async function setStage(folder: string, pace: Pace, io: Io): Promise<Stage> {
  const files = createFiles()
  const [clone, around] = [join(folder, demoRepository.name), join(folder, "around")]
  const servicedesk = createServicedesk(Date.now)
  const page = await startServicedeskPage(servicedesk)
  try {
    const servicedeskUrl = `${page.url}/`
    const texts = makeAppsRepo(servicedeskUrl)
    await Promise.all([createClone(clone, texts, io), mkdir(around)])
    const world = await composeWorld({
      ...pace,
      repository: { ...demoRepository, files: texts },
      otherRepositories: [{ ...demoCharts, files: new Map(), releases: chartReleases }],
      middlewares: demoMiddlewares,
      folder: around,
      servicedesk,
    })
    const merged = () => world.github.files(`${demoRepository.owner}/${demoRepository.name}`, "main")
    return {
      clone,
      world,
      servicedeskUrl,
      merged,
      pull: async () => {
        for (const [path, text] of merged()) await files.write(join(clone, path), text)
      },
      close: async () => {
        await Promise.all([world.close(), page.close()])
      },
    }
  } catch (error) {
    await page.close()
    throw error
  }
}

const chartReleases = Object.values(newestKnownVersions).map((version) => ({
  tag: `${chartName}-${version}`,
}))

async function createClone(clone: string, texts: ReadonlyMap<string, string>, io: Io): Promise<void> {
  const files = createFiles()
  for (const [path, text] of texts) await files.write(join(clone, path), text)
  const git = createRunGit(clone, io.env)
  await mustRun(git, ["init", "--quiet", "--initial-branch=main"])
  for (const [key, value] of Object.entries(ownSettings)) await mustRun(git, ["config", key, value])
  await mustRun(git, ["add", "--all"])
  await mustRun(git, ["commit", "--quiet", "--message", "What team Shop runs"])
}

/** So that the story is the same for everyone, whatever their own git signs, checks or is called. */
const ownSettings = {
  "user.name": "Demo",
  "user.email": "demo@example.com",
  "commit.gpgSign": "false",
  "core.hooksPath": "/dev/null",
  "remote.origin.url": `git@github.com:${demoRepository.owner}/${demoRepository.name}.git`,
}
