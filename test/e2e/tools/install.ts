/**
 * Builds helm 3, helm 4 and Traefik, fetches the schemas of what the chart renders and other Nodes, all at pinned versions,
 * for `npm run e2e`. Needs Go 1.26, its module proxy and npm's registry, nothing else. Run again it only checks: Go's own cache makes it idempotent.
 */
import { execFile } from "node:child_process"
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import {
  modules,
  nodeDirectory,
  nodePackage,
  nodePath,
  otherNodes,
  toolPath,
  toolsDirectory,
} from "./paths.ts"

const here = import.meta.dirname
const execute = promisify(execFile)

/** Builds share a machine with whatever else runs there: two compilers at a time. Go wants a home, and CI may give none. */
const environment = { HOME: homedir(), ...process.env, GOFLAGS: "-p=2", GOWORK: "off" }

async function runGo(args: readonly string[], directory: string, flags = ""): Promise<string> {
  const { stdout } = await execute("go", [...args], {
    cwd: directory,
    encoding: "utf8",
    env: { ...environment, GOFLAGS: `${environment.GOFLAGS} ${flags}`.trim() },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

/** The folder of a module in Go's cache, its checksum verified. */
async function download(module: string): Promise<string> {
  const { Dir } = JSON.parse(await runGo(["mod", "download", "-json", module], here)) as {
    readonly Dir: string
  }
  return Dir
}

/** Helm is a plain Go tool: `<name>/go.mod` pins it, `<name>/go.sum` all that it is built from. */
const installHelm = (name: "helm3" | "helm4", module: string): Promise<string> =>
  runGo(["build", "-trimpath", "-o", toolPath(name), `${module}/cmd/helm`], join(here, name))

/**
 * Traefik is built from its own module, because replacements in its go.mod count only there, with three changes that no
 * request ever meets: the module proxy lacks the folder `ext` (a module of its own), the SDKs of some DNS providers of
 * the ACME client, and the newest revision of a fork that does basic authentication.
 */
async function installTraefik(): Promise<void> {
  if (await exists(toolPath("traefik"))) return
  const source = join(toolsDirectory, modules.traefik.replaceAll("/", "+"))
  if (!(await exists(source))) await unpackTraefik(source)
  await runGo(["build", "-trimpath", "-o", toolPath("traefik"), "./cmd/traefik"], source, "-mod=mod")
}

async function unpackTraefik(destination: string): Promise<void> {
  const draft = `${destination}.draft`
  await rm(draft, { recursive: true, force: true })
  await cp(await download(modules.traefik), draft, { recursive: true, mode: 0 })
  await execute("chmod", ["-R", "u+w", draft])
  await cp(join(here, "traefik/ext"), join(draft, "pkg/config/dynamic/ext"), { recursive: true })
  await edit(join(draft, "pkg/provider/acme/provider.go"), [
    ['\t"github.com/go-acme/lego/v5/providers/dns"\n', ""],
    [
      "dns.NewDNSChallengeProviderByName(p.DNSChallenge.Provider)",
      'nil, errors.New("built without DNS providers")',
    ],
  ])
  const fork = "github.com/containous/go-http-auth@v0.4.1-0.20200324110947-a37a7636d23e"
  await runGo(["mod", "edit", `-replace=github.com/abbot/go-http-auth=${fork}`], draft)
  await rename(draft, destination)
}

/** By npm, as the checkout's own Node comes; the package is the program and has no scripts. */
async function installNode(version: string): Promise<void> {
  if (await exists(nodePath(version))) return
  const folder = ["--prefix", nodeDirectory(version), "--no-save", "--ignore-scripts"]
  await execute("npm", ["install", ...folder, `${nodePackage}@${version}`])
}

async function edit(path: string, changes: readonly (readonly [string, string])[]): Promise<void> {
  let text = await readFile(path, "utf8")
  for (const [before, after] of changes) {
    if (text.split(before).length !== 2) throw new Error(`${path} should hold this exactly once: ${before}`)
    text = text.replace(before, after)
  }
  await writeFile(path, text)
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function step(what: string, work: () => Promise<unknown>): Promise<boolean> {
  const startedAt = performance.now()
  try {
    await work()
    console.log(`ok      ${what} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
    return true
  } catch (error) {
    // `go mod download -json` gives its reasons on standard output.
    const { stderr, stdout, message } = error as Error & {
      readonly stderr?: string
      readonly stdout?: string
    }
    console.error(`missing ${what}\n${(stderr || stdout || message).trim().replace(/^/gm, "        ")}`)
    return false
  }
}

/** One after another: a build takes all memory and processors that it may have. */
export async function install(): Promise<boolean> {
  await mkdir(toolsDirectory, { recursive: true })
  const done: boolean[] = []
  // In a module that asks for it, because a Go from 1.21 on then fetches the version that it lacks.
  for (const version of otherNodes) done.push(await step(`node ${version}`, () => installNode(version)))
  if (!(await step("go 1.26 or newer", () => runGo(["version"], join(here, "helm4"))))) return false
  for (const module of Object.values(modules)) done.push(await step(module, () => download(module)))
  done.push(await step("helm 3", () => installHelm("helm3", "helm.sh/helm/v3")))
  done.push(await step("helm 4", () => installHelm("helm4", "helm.sh/helm/v4")))
  done.push(await step("traefik", installTraefik))
  return done.every(Boolean)
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !(await install())) process.exitCode = 1
