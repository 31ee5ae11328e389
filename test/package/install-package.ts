/** The published package as a user gets it: packed by npm, and installed from the tarball alone, without a network. */
import { execFile } from "node:child_process"
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { promisify } from "node:util"

const checkout = resolve(import.meta.dirname, "../..")
const execute = promisify(execFile)

export interface InstalledPackage {
  /** Holds `node_modules` and what npm wrote, and nothing else. */
  readonly folder: string
  /** What `npx idp-oidc` runs. */
  readonly bin: string
  readonly tarball: string
  readonly tarballBytes: number
  readonly remove: () => Promise<void>
}

/** `dist/` must have been built. */
export async function installPackage(): Promise<InstalledPackage> {
  const root = await mkdtemp(join(tmpdir(), "idp-oidc-package-"))
  const folder = join(root, "project")
  await execute("npm", ["pack", "--ignore-scripts", "--pack-destination", root], { cwd: checkout })
  const [name = ""] = (await readdir(root)).filter((file) => file.endsWith(".tgz"))
  const tarball = join(root, name)
  // With scripts, which there must be none of, and with nothing that this machine has cached.
  await execute("npm", ["install", "--offline", "--cache", join(root, "cache"), "--prefix", folder, tarball])
  return {
    folder,
    bin: join(folder, "node_modules/.bin/idp-oidc"),
    tarball,
    tarballBytes: (await stat(tarball)).size,
    remove: () => rm(root, { recursive: true }),
  }
}

/** Milliseconds that `npx` takes from an empty cache to the first answer, without a network. */
export async function timeNpx({ tarball }: InstalledPackage): Promise<number> {
  const root = await mkdtemp(join(tmpdir(), "idp-oidc-npx-"))
  await writeFile(join(root, "package.json"), "{}")
  const startedAt = performance.now()
  await execute(
    "npm",
    [
      "exec",
      "--offline",
      "--yes",
      "--cache",
      join(root, "cache"),
      `--package=${tarball}`,
      "--",
      "idp-oidc",
      "--version",
    ],
    { cwd: root },
  )
  const elapsed = performance.now() - startedAt
  await rm(root, { recursive: true })
  return elapsed
}
