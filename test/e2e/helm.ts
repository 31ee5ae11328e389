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

function run(helm: Helm, args: readonly string[], input = ""): HelmOutcome {
  const { status, stdout, stderr, error } = spawnSync(toolPath(helm), [...args], {
    input,
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024,
  })
  if (error) throw error
  return { ok: status === 0, stdout, stderr }
}
