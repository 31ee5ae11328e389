/** The two pull requests of the guide by flags, each merged as a reviewer would. */
import { demoApp, demoNamespace } from "../../sandbox/demo/apps-repo.ts"
import type { Io } from "../command.ts"
import { runInit } from "./run-init.ts"
import type { Stage } from "./stage.ts"

/** What a story's reader would type, less what servicedesk has answered. */
const flags = [
  ...["--namespace", demoNamespace, "--app", demoApp],
  ...["--group", "webshop-staff", "--bypass", "/api/health", "--yes", "--pr"],
]

export async function playScript(stage: Stage, io: Io, tell: (text: string) => void, quiet: boolean) {
  const { clientId, makeSecret } = stage.world.servicedesk
  const values = ["--client-id", clientId, "--client-secret-stdin"]
  await initAndMerge(values, makeSecret().value)
  await initAndMerge(["--wire"], "")

  async function initAndMerge(more: readonly string[], stdin: string): Promise<void> {
    if (io.signal.aborted) throw new Error("Cancelled")
    const { clone, world } = stage
    const args = [...flags, ...more]
    tell(`\n$ idp-oidc init ${args.join(" ")}\n`)
    const exit = await runInit({ args, cwd: clone, env: world.env, stdin, quiet }, io)
    // A pull request that waits for a human is part of every run.
    if (exit !== "ok" && exit !== "action") throw new Error(`init ended with "${exit}"`)
    world.merge()
    tell("\nMerged, as a reviewer would, and deployed.")
    await world.settled()
  }
}
