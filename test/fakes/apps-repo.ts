/** A real git repository in a temporary folder, shaped like an apps repo. */
import { execFileSync } from "node:child_process"
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

export interface AppsRepo {
  readonly root: string
  readonly git: (...args: readonly string[]) => string
  readonly write: (path: string, text: string) => void
  readonly read: (path: string) => string
  /** Adds everything and commits it. */
  readonly commitAll: (message?: string) => void
  readonly remove: () => void
}

export type Texts = Readonly<Record<string, string>>

const config = `[user]
  name = Test Author
  email = author@example.com
[maintenance]
  auto = false
`

/** Commits `files`, if there are any, to `main`. The author is set in the repository, never read from this machine. */
export function createAppsRepo(files: Texts = exampleFiles()): AppsRepo {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "apps-repo-")))
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", root, ...args], {
      encoding: "utf8",
      env: isolatedEnv,
      stdio: ["ignore", "pipe", "pipe"],
    })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const commitAll = (message = "state of the test") => {
    git("add", "--all")
    git("commit", "--quiet", "--message", message)
  }
  git("init", "--quiet", "--template=", "--initial-branch=main", ".")
  appendFileSync(join(root, ".git/config"), config)
  for (const [path, text] of Object.entries(files)) write(path, text)
  if (Object.keys(files).length > 0) commitAll()
  return {
    root,
    git,
    write,
    read: (path) => readFileSync(join(root, path), "utf8"),
    commitAll,
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** No configuration of this machine or its user reaches a test's git, and its npm reaches no registry. */
export const isolatedEnv: Readonly<Record<string, string>> = {
  npm_config_registry: "http://127.0.0.1:1/",
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  LC_ALL: "C",
}

export const applicationText = (name: string, chart = "helm/idp-advanced", version = "3.8.1"): string =>
  `apiVersion: v2
name: ${name}
description: An app
version: 0.1.0
helm:
  chart: ${chart}
  chartVersion: "${version}"
`

export const valuesText = (host: string): string =>
  `image:
  repository: example/web   # bumped by the image updater

ingress:
  enabled: true
  fqdn:
    - ${host}
  public:
    enabled: true

livenessProbe:
  httpGet:
    path: /api/health
    port: http
`

export const workflowText = (namespace: string): string =>
  `name: ${namespace} secrets in cluster example-test
on:
  workflow_dispatch:
    inputs:
      subpath:
        required: true
        type: string
      value:
        required: true
jobs: {}
`

/** Two apps in one namespace, and the workflow that stores its secrets. */
export const exampleFiles = (): Texts => ({
  "apps/shop-dev/web/application.yaml": applicationText("web"),
  "apps/shop-dev/web/values.yaml": valuesText("web.shop-dev.example.com"),
  "apps/shop-dev/api/application.yaml": applicationText("api"),
  "apps/shop-dev/api/values.yaml": valuesText("api.shop-dev.example.com"),
  ".github/workflows/shop-dev.yaml": workflowText("shop-dev"),
})
