/** An apps repo, GitHub and Secrets Manager that belong together, and everything that could betray a secret. */
import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { LogFile } from "../../src/core/workflow/find-secret.ts"
import { type Aws, startAws } from "../../src/sandbox/aws/start-aws.ts"
import { type GitHub, type GitHubOptions, startGitHub } from "../../src/sandbox/github/start-github.ts"
import { createSetSecrets } from "../../src/sandbox/set-secrets/perform.ts"
import { workflowText } from "../core/workflow/workflows.ts"
import { type AppsRepo, createAppsRepo, exampleFiles, isolatedEnv } from "./apps-repo.ts"

export const repositoryName = "acme/apps-shop"

/** A workflow of the namespace with these steps. */
export const shopWorkflow = (steps: string) => workflowText(steps).replace("shop secrets", "shop-dev secrets")

export const workflows = {
  safe: shopWorkflow(`- name: Store
  run: |
    VALUE=$(jq -r '.inputs.value' "$GITHUB_EVENT_PATH")
    echo "::add-mask::$VALUE"
    ./store "customer/shop-dev/$NAME" "$VALUE"`),
  /** Nothing in the file shows what the action does with the event, and it prints it. */
  opaque: shopWorkflow("- name: Store customer/shop-dev/\n  uses: acme/store-secret@v1"),
} as const

export interface SecretsWorld {
  readonly repo: AppsRepo
  /** The user's home folder. */
  readonly home: string
  readonly aws: Aws
  readonly github: GitHub
  /** What a child process is started with. Nothing beyond this machine can be reached by it. */
  readonly env: Readonly<Record<string, string>>
  /** What each dispatch sent, in order. */
  readonly sent: () => readonly { readonly subpath: string; readonly value: string }[]
  /** All that is left on this disk, in the environment and arguments of children, and in every other request. */
  readonly traces: () => readonly LogFile[]
  readonly close: () => Promise<void>
}

export interface SecretsWorldOptions extends Pick<GitHubOptions, "perform"> {
  readonly workflow: string
  /** How many times faster than the clock runs of GitHub are; they take seconds. */
  readonly haste?: number
}

export async function startSecretsWorld({
  workflow,
  perform,
  haste = 10,
}: SecretsWorldOptions): Promise<SecretsWorld> {
  const home = mkdtempSync(join(tmpdir(), "home-"))
  const token = `ghp_${randomBytes(18).toString("hex")}`
  const files = { ...exampleFiles(), ".github/workflows/shop-dev.yaml": workflow }
  const repo = createAppsRepo(files)
  repo.git("remote", "add", "origin", `git@github.com:${repositoryName}.git`)
  const [owner = "", name = ""] = repositoryName.split("/")
  const begun = Date.now()
  const aws = await startAws({ accessKeys: ["AKIAFAKE"] })
  const github = await startGitHub({
    users: [{ token, login: "ada", scopes: "repo" }],
    repositories: [{ owner, name, files: new Map(Object.entries(files)) }],
    perform: perform ?? createSetSecrets({ vault: aws.vault }),
    now: () => begun + (Date.now() - begun) * haste,
  })
  const isDispatch = ({ method, url }: GitHub["requests"][number]) =>
    method === "POST" && url.endsWith("/dispatches")
  return {
    repo,
    home,
    aws,
    github,
    env: {
      ...isolatedEnv,
      LC_ALL: "C.UTF-8",
      PATH: `${spyOnPrograms(home)}:${process.env.PATH}`,
      HOME: home,
      XDG_STATE_HOME: join(home, "state"),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PROFILE: "",
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: "",
      GITHUB_TOKEN: "",
      GH_TOKEN: token,
      HTTPS_PROXY: "http://127.0.0.1:1",
      HTTP_PROXY: "http://127.0.0.1:1",
      NO_PROXY: "127.0.0.1,localhost",
      npm_config_registry: "http://127.0.0.1:1/",
    },
    sent: () => github.requests.filter(isDispatch).map(({ body }) => JSON.parse(body).inputs),
    traces: () => [
      ...filesBelow(repo.root),
      ...filesBelow(home),
      ...github.requests
        .filter((request) => !isDispatch(request))
        .map(({ method, url, headers, body }) => ({
          name: `${method} ${url}`,
          text: JSON.stringify([url, headers, body]),
        })),
    ],
    close: async () => {
      await Promise.all([aws.close(), github.close()])
      repo.remove()
      rmSync(home, { recursive: true })
    },
  }
}

/** A git that writes down with which words and which environment it was started. */
function spyOnPrograms(home: string): string {
  const folder = join(home, "bin")
  const git = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim()
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, "git"),
    `#!/bin/sh\n{ env; echo "$@"; } >> "${home}/started.txt"\nexec "${git}" "$@"\n`,
  )
  chmodSync(join(folder, "git"), 0o755)
  return folder
}

const filesBelow = (folder: string): readonly LogFile[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ name: path, text: readFileSync(path, "latin1") }))
