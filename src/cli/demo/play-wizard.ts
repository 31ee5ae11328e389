/** The real wizard in the terminal, told nothing but where it is. */
import { join } from "node:path"
import type { Exit } from "../../core/errors.ts"
import type { Line } from "../../core/plan/preview.ts"
import { appFolder } from "../../core/repo/app.ts"
import { demoApp, demoNamespace } from "../../sandbox/demo/apps-repo.ts"
import type { Invocation, Io } from "../command.ts"
import { createPaint } from "../paint.ts"
import { runInit } from "./run-init.ts"
import type { Stage } from "./stage.ts"

/** Where a developer would be, so that the wizard knows which app is meant. */
const appPath = appFolder(demoNamespace, demoApp)

/** Node sends https through a proxy from 22.21 and 24.5 on; before that the wizard could not see whether the login works. */
export const canPlayWizard = (): boolean => process.allowedNodeEnvironmentFlags.has("--use-env-proxy")

/** How the wizard ended. What it says of going on another day does not hold here, so that is set right. */
export async function playWizard(stage: Stage, invocation: Invocation, io: Io): Promise<Exit> {
  const { clone, world, servicedeskUrl } = stage
  const paint = createPaint(io.stderr, io, invocation)
  io.stderr.write(paint(introduction(servicedeskUrl)))
  const args = ["--pr", ...invocation.flagsWithout()]
  const exit = await runInit({ args, cwd: join(clone, appPath), env: world.env }, io)
  if (exit !== "ok") io.stderr.write(paint(gone))
  return exit
}

const gone: readonly Line[] = [
  [{ tone: "plain", text: "This was the demo, so nothing of it is kept. It begins anew with" }],
  [{ tone: "command", text: "  idp-oidc demo" }],
]

const introduction = (servicedeskUrl: string): readonly Line[] => [
  [],
  [
    {
      tone: "strong",
      text: "The web shop of team Shop shall ask for login. You are its developer.",
    },
  ],
  [],
  [
    { tone: "strong", text: "Real      " },
    { tone: "plain", text: "the wizard, what it writes and checks, the login server, TLS" },
  ],
  [
    { tone: "strong", text: "Stand-in  " },
    { tone: "plain", text: "GitHub, AWS, ArgoCD, the ingress, Entra ID: all on this machine" },
  ],
  [
    { tone: "strong", text: "Others    " },
    { tone: "plain", text: "a colleague merges your pull requests after a few seconds;" },
  ],
  [
    { tone: "plain", text: "          servicedesk's answer is already at " },
    { tone: "command", text: servicedeskUrl },
  ],
  [],
  [
    { tone: "faint", text: "$ " },
    { tone: "command", text: `cd ${appPath}` },
  ],
  [
    { tone: "faint", text: "$ " },
    { tone: "command", text: "idp-oidc init --pr" },
  ],
  [],
]
