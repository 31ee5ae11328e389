/** Where `install.ts` puts things, and which versions of them. */
import { execFileSync } from "node:child_process"
import { homedir } from "node:os"
import { join } from "node:path"

/** In the user's cache, which `npm ci` leaves alone: builds take minutes the first time and seconds after. */
export const toolsDirectory = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "idp-oidc/e2e")

/**
 * Go modules that carry the official schemas of what the chart renders; the newest Traefik is also built and run.
 * The older ones are those whose CRD lacks fields that the chart must then leave out.
 */
export const modules = {
  traefik: "github.com/traefik/traefik/v3@v3.7.13",
  traefik36: "github.com/traefik/traefik/v3@v3.6.12",
  traefik34: "github.com/traefik/traefik/v3@v3.4.1",
  traefik33: "github.com/traefik/traefik/v3@v3.3.4",
  traefik30: "github.com/traefik/traefik/v3@v3.0.4",
  kubernetes: "k8s.io/kubernetes@v1.34.1",
  externalSecrets: "github.com/external-secrets/external-secrets@v1.3.2",
  prometheusOperator: "github.com/prometheus-operator/prometheus-operator@v0.85.0",
} as const

/** Besides the checkout's own: the oldest Node that the package promises to run on, and the newest. */
export const otherNodes = ["22.12.0", "26.10.0"] as const

/** Where `install.ts` puts the package of npm that holds this Node, and nothing else. */
export const nodeDirectory = (version: string): string => join(toolsDirectory, `node-${version}`)

export const nodePackage = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`

export const nodePath = (version: string): string =>
  join(nodeDirectory(version), "node_modules", nodePackage, "bin/node")

let moduleCache: string | undefined

/** The folder of one of these modules in Go's cache; upper-case letters would be spelled `!x` there, and none has any. */
export function modulePath(name: keyof typeof modules): string {
  moduleCache ??= execFileSync("go", ["env", "GOMODCACHE"], { encoding: "utf8" }).trim()
  return join(moduleCache, modules[name])
}

export type Tool = "helm3" | "helm4" | "traefik"

/** Helm is rebuilt in seconds when nothing changed; Traefik is not, so its version is part of the name. */
export const toolPath = (tool: Tool): string =>
  join(toolsDirectory, tool === "traefik" ? modules.traefik.replace(/^.*@/, "traefik-") : tool)
