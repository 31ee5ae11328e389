import { middlewareReference } from "../contract/names.ts"
import { appFolder } from "../repo/app.ts"
import { compareUrl } from "../repo/remote.ts"
import { type Answers, ingressKinds } from "./answers.ts"
import type { NextStep } from "./plan.ts"
import type { Destination, Snapshot } from "./snapshot.ts"

export interface NextStepsOptions {
  readonly deploys: boolean
  readonly wires: boolean
  readonly fromHere: (path: string) => string
}

/** What to run after this plan, in the order that never takes the app offline. */
export function makeNextSteps(
  answers: Answers,
  snapshot: Snapshot,
  { deploys, wires, fromHere }: NextStepsOptions,
): readonly NextStep[] {
  const { namespace, app, release } = answers
  const folder = fromHere(appFolder(namespace, release))
  const again = `idp-oidc init --namespace ${namespace} --app ${app}${release === `${app}-oidc` ? "" : ` --name ${release}`}`
  const reference = middlewareReference(namespace, release)
  const wired = ingressKinds(answers).every((kind) =>
    snapshot.app.ingresses[kind].middlewares.some(({ value }) => value === reference),
  )
  const waiting = deploys || !snapshot.merged
  const steps: NextStep[] = []
  if (waiting) {
    steps.push(
      ...publish(snapshot, snapshot.deploy.destination, folder, "deploys the middleware once it is merged"),
    )
    if (snapshot.deploy.destination.kind === "working-tree")
      steps.push({ command: `idp-oidc preview ${folder}`, why: "log in on this laptop with these values" })
  }
  if (wires && !wired && snapshot.wire)
    steps.push(
      ...publish(
        snapshot,
        snapshot.wire.destination,
        fromHere(snapshot.app.valuesPath),
        "turns login on once it is merged",
      ),
    )
  if (!wired && !wires)
    steps.push({
      command: `${again} --yes --wire${snapshot.deploy.destination.kind === "branch" ? " --commit" : ""}`,
      why: "turns login on, when that is merged, the secrets are stored and the middleware is healthy in ArgoCD",
    })
  return steps
}

function publish(
  { git }: Snapshot,
  destination: Destination,
  path: string,
  why: string,
): readonly NextStep[] {
  if (destination.kind === "working-tree")
    return [{ command: `git add ${path}`, why: `then commit and push: it ${why}` }]
  if (!git.hasRemote)
    return [{ command: `git merge ${destination.branch}`, why: `on ${git.defaultBranch?.name}: it ${why}` }]
  const push = `git push -u origin ${destination.branch}`
  const url =
    git.remote && git.defaultBranch && compareUrl(git.remote, git.defaultBranch.name, destination.branch)
  return [{ command: push, why: url ? `then open ${url}` : `then open a pull request: it ${why}` }]
}
