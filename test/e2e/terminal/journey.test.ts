/** `init` from the first question to the last look, in a real terminal and with a process that is killed on every screen. */
import { randomBytes, randomUUID } from "node:crypto"
import { afterEach, describe, expect, it } from "vitest"
import { findSecret } from "../../../src/core/workflow/find-secret.ts"
import type { GitHubOptions } from "../../../src/sandbox/github/start-github.ts"
import { createSetSecrets } from "../../../src/sandbox/set-secrets/perform.ts"
import { entry } from "../../cli/run.ts"
import { exampleFiles } from "../../fakes/apps-repo.ts"
import { repositoryName, type SecretsWorld, startSecretsWorld, workflows } from "../../fakes/secrets-world.ts"
import { startInTerminal, type TerminalRun } from "./terminal.ts"

/** Made in every run: no file of the project holds a secret. */
const clientId = randomUUID()
const clientSecret = `aB3${randomBytes(1)[0]! % 10}Q~${randomBytes(24).toString("base64url")}${"x".repeat(2)}`

const down = "\x1b[B"
const enter = "\r"

let world: SecretsWorld
let started: TerminalRun[] = []
afterEach(async () => {
  for (const run of started) run.kill()
  started = []
  await world.close()
})

function init(args: readonly string[] = []): TerminalRun {
  const run = startInTerminal(entry, ["init", ...args], { cwd: world.repo.root, env: world.env })
  started.push(run)
  return run
}

/** What a person sees and does: each text is waited for before its keys are typed. */
async function play(run: TerminalRun, steps: readonly (readonly [sees: string, types: string])[]) {
  for (const [sees, types] of steps) {
    await run.until(sees)
    run.type(types)
  }
}

/** A power cut, and another start on another day. */
async function killAndResume(run: TerminalRun, sees: string): Promise<TerminalRun> {
  await run.until(sees)
  run.kill("SIGKILL")
  await run.exited
  const next = init()
  await play(next, [["Continue with which app?", enter]])
  return next
}

/** Nothing of a secret on any screen or disk, in any child's arguments or environment, or in another request. */
function expectNoTraceOf(...secrets: readonly string[]): void {
  const left = [
    ...started.map((run, index) => ({ name: `terminal ${index}`, text: run.bytes() })),
    ...world.traces(),
  ]
  for (const secret of secrets) expect(findSecret(left, secret)).toEqual([])
}

const pullRequests = () =>
  world.github.requests.filter(({ method, url }) => method === "POST" && url.endsWith("/pulls")).length

describe("idp-oidc init, killed on every screen and started again", () => {
  it("loses no answer but the secret, and repeats nothing that GitHub has done", async () => {
    world = await startSecretsWorld({ workflow: workflows.safe })
    let run = init()
    await run.until("Which app should ask for login?")
    run.kill("SIGKILL")
    await run.exited

    run = init()
    await play(run, [
      ["Which app should ask for login?", `${down}${enter}`],
      ["Is this right?", `${down}${enter}`],
      ["Which groups may enter?", `shop-readers${enter}`],
      ["members of shop-readers", ""],
    ])
    run = await killAndResume(run, "Is this right?")
    await play(run, [
      ["members of shop-readers", ""],
      ["Is this right?", enter],
    ])
    run = await killAndResume(run, "Send this to servicedesk.")
    await play(run, [
      ["Is this right?", enter],
      ["Send this to servicedesk.", enter],
    ])
    run = await killAndResume(run, "Has servicedesk answered?")
    await play(run, [["Has servicedesk answered?", enter]])
    run = await killAndResume(run, "What is the Application (client) ID?")
    await play(run, [
      ["Has servicedesk answered?", enter],
      ["What is the Application (client) ID?", ""],
    ])
    run.paste(clientSecret)
    await play(run, [
      ["••••••••", ""],
      ["This looks like the client secret.", `\x15${clientId}${enter}`],
    ])
    run = await killAndResume(run, "What is the client secret's Value?")
    await play(run, [
      ["Has servicedesk answered?", enter],
      ["What is the client secret's Value?", ""],
    ])
    run.paste(clientSecret)
    await play(run, [
      ["40 characters", enter],
      ["On which day does the client secret end?", `2027-06-30${enter}`],
    ])
    run = await killAndResume(run, "Store them this way?")
    await giveSecretAgain(run)
    await play(run, [
      ["Store them this way?", enter],
      ["become a pull request on GitHub", ""],
    ])
    run = await killAndResume(run, "become a pull request on GitHub")
    await giveSecretAgain(run)
    await play(run, [
      ["Store them this way?", enter],
      ["become a pull request on GitHub", enter],
      ["Store 3 secrets, commit 2 files and open a pull request?", `y${enter}`],
    ])
    // In the middle of the second run.
    await run.until("web-oidc-client-secret")
    await waitFor(() => world.sent().length === 2)
    run = await killAndResume(run, "web-oidc-client-secret")
    await giveSecretAgain(run)
    await untilRunsHaveEnded(run)
    await play(run, [
      ["Note  The client secret was sent on", ""],
      ["Store them this way?", enter],
      ["become a pull request on GitHub", enter],
      ["open a pull request?", `y${enter}`],
    ])
    run = await killAndResume(run, "Is it merged?")
    await run.until("It deploys the middleware.")
    world.github.merge(repositoryName, 1)
    await play(run, [["Is it merged?", enter]])
    run = await killAndResume(run, "Whether the middleware is ready cannot be seen from here.")
    await play(run, [["What now?", `${down}${enter}`]])
    run = await killAndResume(run, "In ArgoCD web-oidc is Synced and Healthy")
    await play(run, [
      ["What now?", `${down}${enter}`],
      ["In ArgoCD web-oidc is Synced and Healthy", `web-oidc${enter}`],
      ["shop-dev-web-oidc@kubernetescrd", ""],
    ])
    run = await killAndResume(run, "become a pull request on GitHub")
    await play(run, [
      ["What now?", `${down}${enter}`],
      ["In ArgoCD web-oidc is Synced and Healthy", `web-oidc${enter}`],
      ["become a pull request on GitHub", enter],
      ["This turns login on in front of web", `web${enter}`],
    ])
    run = await killAndResume(run, "Is it merged?")
    await run.until("It turns login on.")
    world.github.merge(repositoryName, 2)
    await play(run, [["Is it merged?", enter]])
    run = await killAndResume(run, "Login does not work yet.")
    await play(run, [["Login does not work yet.", "s"]])
    expect(await run.exited).toBe(5)
    expect(run.screen()).toContain("Continue with  idp-oidc init --namespace shop-dev --app web")
    const wired = world.github.files(repositoryName, "main")
    expect(wired.get("apps/shop-dev/web/values.yaml")).toContain("shop-dev-web-oidc@kubernetescrd")

    run = init(["--app", "web"])
    await play(run, [
      ["Login does not work yet.", `${down}${enter}`],
      ["-      - shop-dev-web-oidc@kubernetescrd", enter],
      ["Commit 1 file and open a pull request?", `y${enter}`],
      ["It turns login off. Merge it soon.", ""],
    ])
    world.github.merge(repositoryName, 3)
    run.type(enter)
    expect(await run.exited).toBe(0)

    const files = world.github.files(repositoryName, "main")
    expect(files.get("apps/shop-dev/web/values.yaml")).toBe(exampleFiles()["apps/shop-dev/web/values.yaml"])

    // The cause is found: another attempt, although the branch of the first one is still there.
    run = init(["--app", "web"])
    await play(run, [
      ["What now?", `${down}${enter}`],
      ["In ArgoCD web-oidc is Synced and Healthy", `web-oidc${enter}`],
      ["+      - shop-dev-web-oidc@kubernetescrd", enter],
      ["This turns login on in front of web", `web${enter}`],
      ["It turns login on.", "s"],
    ])
    expect(await run.exited).toBe(5)
    expect(
      world.github.files(repositoryName, "idp-oidc/web-oidc-wire-2").get("apps/shop-dev/web/values.yaml"),
    ).toBe(wired.get("apps/shop-dev/web/values.yaml"))
    expect(files.get("apps/shop-dev/web-oidc/values.yaml")).toContain("shop-readers")
    expect(pullRequests()).toBe(4)
    expect(world.sent().map(({ subpath }) => subpath)).toEqual([
      "web-oidc-client-id",
      "web-oidc-client-secret",
      "web-oidc-client-id",
      "web-oidc-client-secret",
      "web-oidc-session-secret",
    ])
    const session = world.aws.vault.read("customer/shop-dev/web-oidc-session-secret").version.value
    expectNoTraceOf(clientSecret, session)
  }, 120_000)
})

describe("idp-oidc init, when a run goes wrong", () => {
  const toTheBoard = async (): Promise<TerminalRun> => {
    const run = init(["--app", "web", "--client-id", clientId])
    await play(run, [
      ["Is this right?", enter],
      ["Send this to servicedesk.", `${down}${enter}`],
      ["What is the client secret's Value?", ""],
    ])
    run.paste(clientSecret)
    await play(run, [
      ["40 characters", enter],
      ["On which day does the client secret end?", enter],
      ["Store them this way?", enter],
      ["become a pull request on GitHub", `${down}${enter}`],
      ["written to your working tree", enter],
      ["Store 3 secrets and write 2 files?", `y${enter}`],
    ])
    return run
  }

  it("tries again what is left, and stores nothing twice", async () => {
    let refusals = 1
    const store: { perform?: GitHubOptions["perform"] } = {}
    world = await startSecretsWorld({
      workflow: workflows.safe,
      perform: async (dispatch) => {
        if (dispatch.inputs.subpath === "web-oidc-client-secret" && refusals-- > 0)
          return { conclusion: "failure", output: ["##[error]The runner has lost its way."] }
        return store.perform?.(dispatch) ?? { conclusion: "success", output: [] }
      },
    })
    store.perform = createSetSecrets({ vault: world.aws.vault })
    const run = await toTheBoard()
    await play(run, [["The runner has lost its way.", ""]])
    expect(run.screen()).toContain("✔ web-oidc-client-id")
    await play(run, [["Try again what is left", enter]])
    expect(await run.exited).toBe(0)
    expect(world.sent().map(({ subpath }) => subpath)).toEqual([
      "web-oidc-client-id",
      "web-oidc-client-secret",
      "web-oidc-client-secret",
      "web-oidc-session-secret",
    ])
    expectNoTraceOf(clientSecret)
  }, 60_000)

  it("sends no secret to a workflow that has printed the client ID, and says what to do", async () => {
    world = await startSecretsWorld({
      workflow: workflows.opaque,
      perform: async ({ inputs }) => ({ conclusion: "success", output: [`Storing ${inputs.value}`] }),
    })
    const run = await toTheBoard()
    await play(run, [["Nothing more is sent.", ""]])
    expect(run.screen()).toContain("The workflow prints what it is given")
    expect(run.screen()).not.toContain("Try again")
    run.type(enter)
    expect(await run.exited).toBe(1)
    expect(world.sent()).toHaveLength(1)
    expectNoTraceOf(clientSecret)
  }, 60_000)
})

async function giveSecretAgain(run: TerminalRun): Promise<void> {
  await play(run, [
    ["Has servicedesk answered?", enter],
    ["What is the client secret's Value?", ""],
  ])
  run.paste(clientSecret)
  await play(run, [
    ["40 characters", enter],
    ["On which day does the client secret end?", ""],
  ])
  await run.until("2027-06-30")
  run.type(enter)
}

/** A run that is under way is not overtaken by another: the wizard says so until it has ended. */
async function untilRunsHaveEnded(run: TerminalRun): Promise<void> {
  for (;;) {
    const shown = await Promise.race([
      run.until("Store them this way?").then(() => "secrets" as const),
      run.until("A run of the workflow has not ended yet").then(() => "under-way" as const),
    ])
    if (shown === "secrets" && run.screen().includes("Store them this way?")) return
    run.type(enter)
    await play(run, [["On which day does the client secret end?", enter]])
  }
}

async function waitFor(condition: () => boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!condition()) {
    if (performance.now() > end) throw new Error("It never came to that.")
    await new Promise((done) => setTimeout(done, 20))
  }
}
