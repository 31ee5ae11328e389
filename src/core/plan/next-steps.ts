import { middlewareReference, releaseNameFor } from "../contract/names.ts"
import { type AppFacts, appFolder } from "../repo/app.ts"
import { compareUrl } from "../repo/remote.ts"
import { shellWord } from "../text/shell-word.ts"
import { type Answers, ingressKinds } from "./answers.ts"
import type { NextStep, Subject } from "./plan.ts"
import type { Destination, Snapshot } from "./snapshot.ts"

/** Where the command was started, so that the next one can be typed there. */
export interface Here {
  /** `--repo` as it was given. */
  readonly repo: string | undefined
  /** A path of the repository, relative to where the command was started. */
  readonly path: (path: string) => string
}

export interface NextStepsOptions {
  readonly deploys: boolean
  readonly wires: boolean
  readonly here: Here
}

/** What to run after this plan, in the order that never takes the app offline. */
export function makeNextSteps(
  answers: Answers,
  snapshot: Snapshot,
  { deploys, wires, here }: NextStepsOptions,
): readonly NextStep[] {
  const { deploy, wire, app, merged } = snapshot
  const folder = appFolder(answers.namespace, answers.release)
  const steps: NextStep[] = []
  if (deploys || !merged) {
    steps.push(
      ...publish(snapshot, deploy.destination, folder, here, "deploys the middleware once it is merged"),
    )
    if (deploy.destination.kind === "working-tree")
      steps.push({
        command: `idp-oidc preview ${shellWord(here.path(folder))}`,
        why: "log in on this laptop with these values",
      })
  }
  if (isWired(answers, app)) return steps
  if (wires && wire)
    steps.push(
      ...publish(
        snapshot,
        wire.destination,
        app.valuesPath,
        here,
        "turns login on once it is merged, so wait until the secrets are stored and the middleware is healthy in ArgoCD",
      ),
    )
  else
    steps.push({
      command: wireCommand(answers, deploy.destination, here),
      why: "turns login on, when that is merged, the secrets are stored and the middleware is healthy in ArgoCD",
    })
  return steps
}

/** True where every chosen ingress references the middleware already. */
export function isWired(answers: Answers, app: Pick<AppFacts, "ingresses">): boolean {
  const reference = middlewareReference(answers.namespace, answers.middleware)
  return ingressKinds(answers).every((kind) =>
    app.ingresses[kind].middlewares.some(({ value }) => value === reference),
  )
}

const wireCommand = (answers: Answers, destination: Destination, { repo }: Here): string =>
  commandFor("init", answers, ["--yes --wire", ...destinationFlags(destination)], repo)

/** The same destination again. */
export const destinationFlags = (destination: Destination): readonly string[] =>
  destination.kind === "branch" ? [destination.onGitHub ? "--pr" : "--commit"] : []

/** A command about the same app, to be typed where this one was. */
export const commandFor = (
  command: "init" | "rotate" | "remove",
  { namespace, app, release }: Subject,
  flags: readonly string[],
  repo: string | undefined,
): string =>
  [
    `idp-oidc ${command}`,
    ...(repo === undefined ? [] : ["--repo", shellWord(repo)]),
    "--namespace",
    namespace,
    "--app",
    app,
    ...(release === releaseNameFor(app) ? [] : ["--name", release]),
    ...flags,
  ].join(" ")

/** How a change gets from where it was written to the default branch. */
export function publish(
  { git: { defaultBranch, hasRemote, remote } }: Pick<Snapshot, "git">,
  destination: Destination,
  path: string,
  { repo, path: fromHere }: Here,
  why: string,
): readonly NextStep[] {
  const git = repo === undefined ? "git" : `git -C ${shellWord(repo)}`
  if (destination.kind === "working-tree") {
    const file = repo === undefined ? fromHere(path) : `:/${path}`
    return [{ command: `${git} add ${shellWord(file)}`, why: `then commit and push: it ${why}` }]
  }
  const { branch, onGitHub } = destination
  if (onGitHub && remote)
    return [
      {
        command: `gh pr view ${branch} --repo ${remote.host}/${remote.owner}/${remote.name} --web`,
        why: `review and merge it: it ${why}`,
      },
    ]
  if (!hasRemote) return [{ command: `${git} merge ${branch}`, why: `on ${defaultBranch?.name}: it ${why}` }]
  const url = remote && defaultBranch && compareUrl(remote, defaultBranch.name, branch)
  return [
    {
      command: `${git} push -u origin ${branch}`,
      why: `then open ${url ?? "a pull request"}: it ${why}`,
    },
  ]
}
