import { spawnSync } from "node:child_process"
import { chartDirectory, release } from "../chart/cases.ts"
import { toolPath } from "./tools/paths.ts"

export const helms = ["helm3", "helm4"] as const
export type Helm = (typeof helms)[number]

export interface HelmOutcome {
  readonly ok: boolean
  readonly stdout: string
  readonly stderr: string
}

/** The oldest Kubernetes that the chart states. A Helm built by `go build` would otherwise claim to be a very old one. */
const kubernetes = "1.30"

/** Runs `helm template` with values from files or, as JSON is YAML, from standard input. */
export const template = (
  helm: Helm,
  values: { readonly file: string } | { readonly document: unknown },
  { name, namespace }: { readonly name: string; readonly namespace: string } = release,
): HelmOutcome =>
  run(
    helm,
    [
      ["template", name, chartDirectory, "--namespace", namespace, "--kube-version", kubernetes],
      ["--values", "file" in values ? values.file : "-"],
    ].flat(),
    "document" in values ? JSON.stringify(values.document) : "",
  )

export const lint = (helm: Helm, file: string): HelmOutcome =>
  run(helm, ["lint", chartDirectory, "--strict", "--kube-version", kubernetes, "--values", file])

/** What a user reads after installing. Helm 4 can tell without a cluster. */
export const notes = (document: unknown): string => {
  const args = ["install", release.name, chartDirectory, "--namespace", release.namespace, "--dry-run=client"]
  const { stdout, stderr } = run("helm4", [...args, "--values", "-"], JSON.stringify(document))
  return stdout.split("\nNOTES:\n")[1] ?? stderr
}

function run(helm: Helm, args: readonly string[], input = ""): HelmOutcome {
  const { status, stdout, stderr, error } = spawnSync(toolPath(helm), [...args], {
    input,
    encoding: "utf8",
    // Not the cluster that this machine's user may be logged in to.
    env: { ...process.env, KUBECONFIG: "/dev/null" },
    maxBuffer: 16 * 1024 * 1024,
  })
  if (error) throw error
  return { ok: status === 0, stdout, stderr }
}
