import { randomBytes } from "node:crypto"
import { type GitHubOptions, startGitHub } from "../../../src/sandbox/github/start-github.ts"
import { workflowText } from "../../core/workflow/workflows.ts"

/** Made anew in every run, so that no file of the project holds a token. */
export const token = `ghp_${randomBytes(18).toString("hex")}`

/** A clock that moves when somebody sleeps. */
export function createClock(start = Date.UTC(2026, 10, 23)) {
  let at = start
  return {
    now: () => at,
    sleep: async (ms: number) => {
      at += ms
    },
  }
}

export const workflowPath = ".github/workflows/set-secrets.yml"

export const safeWorkflow = workflowText(`- name: Store
  run: |
    VALUE=$(jq -r '.inputs.value' "$GITHUB_EVENT_PATH")
    echo "::add-mask::$VALUE"
    ./store "$VALUE"`)

export const leakingWorkflow = workflowText("- name: Store\n  run: ./store ${{ inputs.value }}")

/** `acme/apps-shop`, with one workflow that stores secrets. */
export const startShop = (
  clock: { readonly now: () => number },
  options: Partial<GitHubOptions> & { workflow?: string } = {},
) =>
  startGitHub({
    users: [{ token, login: "ada", scopes: "repo, read:org" }],
    repositories: [
      {
        owner: "acme",
        name: "apps-shop",
        files: new Map([
          [workflowPath, options.workflow ?? safeWorkflow],
          [".github/workflows/ci.yml", "name: CI\non: push\njobs: {}\n"],
          ["apps/shop/web/values.yaml", "ingress: {}\n"],
        ]),
        releases: [],
        protectedBranches: ["main"],
      },
      {
        owner: "acme",
        name: "charts",
        files: new Map([["README.md", "charts\n"]]),
        releases: [
          { tag: "idp-oidc-middleware-0.3.3" },
          { tag: "idp-oidc-middleware-0.3.10" },
          { tag: "idp-oidc-middleware-0.4.0", draft: true },
          { tag: "idp-oidc-middleware-0.5.0", prerelease: true },
          { tag: "idp-oidc-middleware-1.2.0" },
          { tag: "idp-advanced-3.8.1" },
        ],
      },
    ],
    now: clock.now,
    ...options,
  })

/** Deletes what a run printed, as its owner does. Source: GitHub docs, "Delete workflow run logs". */
export async function deleteLogs({ url }: { readonly url: string }, id: number): Promise<void> {
  const { status } = await fetch(`${url}/repos/acme/apps-shop/actions/runs/${id}/logs`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  })
  if (status !== 204) throw new Error(`The stand-in answered HTTP ${status}`)
}
