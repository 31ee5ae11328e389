import { randomBytes } from "node:crypto"
import { afterEach, beforeEach, expect, it } from "vitest"
import type { GitHub } from "../../../src/adapters/github/github.ts"
import { findSecret } from "../../../src/core/workflow/find-secret.ts"
import { lintWorkflow } from "../../../src/core/workflow/lint-workflow.ts"
import { type Aws, startAws } from "../../../src/sandbox/aws/start-aws.ts"
import { type GitHub as GitHubStandIn, startGitHub } from "../../../src/sandbox/github/start-github.ts"
import { createSetSecrets } from "../../../src/sandbox/set-secrets/perform.ts"
import { connect } from "../../adapters/github/connect.ts"
import { mustParse, workflowText } from "../../core/workflow/workflows.ts"
import { createClock, token } from "../github/stand-in.ts"

const value = `aB3~${randomBytes(24).toString("base64url")}`
const path = ".github/workflows/set-secrets.yml"
const safe = workflowText(`- uses: aws-actions/configure-aws-credentials@v5
  with: { aws-region: eu-west-1 }
- name: Store
  run: |
    VALUE="$(jq -r .inputs.value "$GITHUB_EVENT_PATH")"
    echo "::add-mask::$VALUE"
    aws secretsmanager put-secret-value --secret-id "customer/shop/$NAME" --secret-string "$VALUE"`)
const leaking = workflowText(
  "- run: aws secretsmanager put-secret-value --secret-id customer/shop/${{ inputs.subpath }} --secret-string ${{ inputs.value }}",
)

const clock = createClock()
let aws: Aws
let standIn: GitHubStandIn
let github: GitHub

async function start(text: string) {
  await standIn?.close()
  standIn = await startGitHub({
    users: [{ token, login: "ada" }],
    repositories: [{ owner: "acme", name: "apps-shop", files: new Map([[path, text]]) }],
    perform: createSetSecrets({ vault: aws.vault }),
    now: clock.now,
  })
  github = connect(standIn, clock)
}

beforeEach(async () => {
  aws = await startAws({ accessKeys: ["AKIA"], now: clock.now })
  await start(safe)
})
afterEach(() => Promise.all([aws.close(), standIn.close()]))

async function runOnce(subpath: string) {
  const [workflow] = await github.listWorkflows()
  const inputs = { subpath, value }
  const { id } = await github.dispatch({
    workflowId: workflow?.id ?? 0,
    ref: "main",
    inputs,
    secretInput: "value",
    actor: "ada",
  })
  await clock.sleep(30_000)
  const logs = await github.logs(id)
  if (logs.kind !== "read") throw new Error("No logs")
  return {
    run: await github.run(id),
    text: logs.files.map((file) => file.text).join(""),
    leaks: findSecret(logs.files, value),
  }
}

it("stores what was sent below the workflow's own namespace, and its log holds no value", async () => {
  const { run, leaks } = await runOnce("web-oidc-client-secret")
  expect(run.conclusion).toBe("success")
  expect(aws.vault.read("customer/shop/web-oidc-client-secret").version.value).toBe(value)
  expect(leaks).toEqual([])
})

it("adds a version to a secret that is there", async () => {
  for (const _ of [1, 2]) await runOnce("web-oidc-client-secret")
  expect(aws.vault.describe("customer/shop/web-oidc-client-secret").secret.versions.size).toBe(2)
})

it("fails as the AWS command line does, and names the error", async () => {
  await runOnce("deleted")
  aws.vault.remove("customer/shop/deleted", undefined)
  const { run, text } = await runOnce("deleted")
  expect(run.conclusion).toBe("failure")
  expect(text).toContain("(InvalidRequestException) when calling the CreateSecret operation")
})

it("leaks where the lint says so, and only there", async () => {
  for (const text of [safe, leaking]) {
    await start(text)
    const { leaks } = await runOnce("web-oidc-client-secret")
    expect(leaks.length > 0 ? "leaks" : "safe").toBe(lintWorkflow(mustParse(text), "value").verdict)
  }
})
