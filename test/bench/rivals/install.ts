/**
 * Builds the rivals of `npm run bench:rivals` at pinned versions. Needs Go 1.26.
 *
 * oauth2-proxy is a plain Go tool: `oauth2-proxy/go.mod` pins it. The two called traefik-forward-auth number their
 * releases in a way that Go modules do not allow, so they are built from checkouts, which are looked for in a folder
 * (`--sources DIR`) by the names below, or fetched with git.
 */
import { execFile } from "node:child_process"
import { mkdir, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { toolsDirectory } from "../../e2e/tools/paths.ts"

const execute = promisify(execFile)

export type RivalName = "oauth2-proxy" | "thomseddon" | "italypaleale"

export const versions: Readonly<Record<RivalName, string>> = {
  "oauth2-proxy": "v7.15.6",
  thomseddon: "v2.3.0",
  // The newest that builds from public modules alone: from v4.4.0 on it needs one that module proxies may refuse.
  italypaleale: "v4.3.1",
}

const repositories = {
  thomseddon: "https://github.com/thomseddon/traefik-forward-auth.git",
  italypaleale: "https://github.com/ItalyPaleAle/traefik-forward-auth.git",
} as const

/** The version is part of the name, so that another one is built anew. */
export const programOf = (name: RivalName): string => join(toolsDirectory, `${name}-${versions[name]}`)

/** Why it could not be built, or nothing. */
export async function build(name: RivalName, sources: string | undefined): Promise<string | undefined> {
  if (await exists(programOf(name))) return undefined
  try {
    await mkdir(toolsDirectory, { recursive: true })
    if (name === "oauth2-proxy")
      await go(["build", "-trimpath", "-o", programOf(name), "github.com/oauth2-proxy/oauth2-proxy/v7"], {
        in: join(import.meta.dirname, name),
      })
    else await buildCheckout(name, sources)
    return undefined
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string }
    return (stderr || message).trim().split("\n").slice(-2).join(" ")
  }
}

async function buildCheckout(name: keyof typeof repositories, sources: string | undefined): Promise<void> {
  const folder = join(sources ?? toolsDirectory, `${name}-traefik-forward-auth-${versions[name]}`)
  if (!(await exists(folder))) {
    const clone = ["clone", "--quiet", "--depth", "1", "--branch", versions[name], repositories[name], folder]
    await execute("git", clone)
  }
  if (name === "italypaleale") await makeAssets(join(folder, "client"))
  const main = name === "italypaleale" ? "./cmd/traefik-forward-auth" : "./cmd"
  await go(["build", "-trimpath", "-o", programOf(name), main], { in: folder, flags: "-mod=mod" })
}

/** Its pages are compiled in. A check shows none, so they stand there as their sources, without styles. */
async function makeAssets(client: string): Promise<void> {
  const dist = join(client, "dist")
  await mkdir(dist, { recursive: true })
  await execute("sh", ["-c", 'cp "$1"/src/*.tpl "$1"/src/icons.js "$1"/dist/', "sh", client])
  await writeFile(join(dist, "style.css"), "")
}

/** Two compilers at a time, as for the other tools. */
const go = (args: readonly string[], where: { readonly in: string; readonly flags?: string }) =>
  execute("go", [...args], {
    cwd: where.in,
    env: { ...process.env, GOWORK: "off", GOFLAGS: `-p=2 ${where.flags ?? ""}`.trim() },
    maxBuffer: 64 * 1024 * 1024,
  })

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
