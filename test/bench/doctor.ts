import { execFileSync, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { entry } from "../cli/run.ts"
import { applicationText, isolatedEnv, valuesText } from "../fakes/apps-repo.ts"
import { compareProcesses } from "./measure.ts"
import type { Figure } from "./run.ts"

const apps = 1000
const namespaces = 10

/**
 * What `doctor --offline` costs beyond Node's own start in a repository of 1,000 apps, and how long a full run takes where every
 * server takes the connection and never answers, which is the worst that a network can do.
 */
export async function benchDoctor(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-doctor-"))
  // The kernel takes connections while this process waits for the doctor; nobody ever answers them.
  const silent = createServer().listen(0, "127.0.0.1")
  await once(silent, "listening")
  const { port } = silent.address() as AddressInfo
  try {
    const many = makeRepository(join(folder, "many"), manyApps())
    const one = makeRepository(join(folder, "one"), silentApp(`127.0.0.1:${port}`))
    const offline = [entry, "doctor", "--repo", many, "--offline", "--json"]
    return [
      {
        name: "doctor: 1,000 apps, --offline",
        value: compareProcesses(offline, ["-e", "0"], 7).beyondMs,
        unit: "ms beyond node",
        atMost: 1000,
      },
      { name: "doctor: nobody answers", value: timeSilence(one, folder, port), unit: "s", atMost: 15 },
    ]
  } finally {
    silent.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Two logins among a thousand apps. */
function manyApps(): ReadonlyMap<string, string> {
  const texts = makeHealthyRepo()
  for (let index = 0; index < apps; index++) {
    const name = `app-${index}`
    const at = `apps/team-${index % namespaces}/${name}`
    texts.set(`${at}/application.yaml`, applicationText(name))
    texts.set(`${at}/values.yaml`, valuesText(`${name}.example.com`))
  }
  return texts
}

function silentApp(host: string): ReadonlyMap<string, string> {
  const texts = makeHealthyRepo()
  replace(texts, paths.app, "webshop.shop-test.idp.example.com", host)
  return texts
}

function makeRepository(root: string, texts: ReadonlyMap<string, string>): string {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", root, ...args], { env: isolatedEnv })
  git("init", "--quiet", "--initial-branch=main", ".")
  git("remote", "add", "origin", "git@github.com:acme/apps-shop.git")
  return root
}

/** Seconds of one run, with a login everywhere and programs that hang. */
function timeSilence(root: string, folder: string, port: number): number {
  const address = `http://127.0.0.1:${port}`
  for (const program of ["kubectl", "npm"])
    writeFileSync(join(folder, program), "#!/bin/sh\nexec sleep 60\n", { mode: 0o755 })
  const env = {
    ...isolatedEnv,
    PATH: `${folder}:${isolatedEnv.PATH}`,
    GH_TOKEN: "t",
    GITHUB_API_URL: address,
    AWS_ACCESS_KEY_ID: "t",
    AWS_SECRET_ACCESS_KEY: "t",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: address,
    ARGOCD_SERVER: address,
    ARGOCD_AUTH_TOKEN: "t",
  }
  const start = process.hrtime.bigint()
  const { stdout } = spawnSync(
    process.execPath,
    [entry, "doctor", "--repo", root, "--app", "webshop", "--json", "--read-values"],
    { env, encoding: "utf8" },
  )
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const { summary } = JSON.parse(stdout) as { readonly summary: { readonly unknown: number } }
  if (summary.unknown < 20) throw new Error(`Only ${summary.unknown} checks could not look.`)
  return seconds
}
