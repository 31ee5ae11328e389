/** The only writing of `init`, `rotate` and `remove`: each effect as the plan has it, in its order, deciding nothing. */
import { join, resolve } from "node:path"
import type { Files } from "../adapters/fs/files.ts"
import type { Git } from "../adapters/git/git.ts"
import type { GitHub } from "../adapters/github/github.ts"
import { AppError } from "../core/errors.ts"
import { type Commit, type Effect, type FileEffect, type Ticket, textsOf } from "../core/plan/effect.ts"
import { applySecret, type SecretTools, type StoredBy } from "./apply-secret.ts"

export interface ApplyTools {
  readonly git: Pick<Git, "commit">
  readonly files: Pick<Files, "read" | "write" | "remove" | "resolve">
  /** Absolute path of the repository's root. */
  readonly root: string
  /** Where a relative `--ticket-out` counts from. */
  readonly cwd: string
  /** For plans with commits on GitHub and pull requests. */
  readonly github?: () => Promise<Pick<GitHub, "commit" | "openPullRequest">>
  /** For plans that store secrets. */
  readonly secrets?: SecretTools
}

/** What became of one effect. Those of humans become nothing here. */
export interface Outcome {
  readonly effect: Effect
  /** The new commit, where the effect was one. */
  readonly commit?: string
  /** Where the effect was a pull request: its address. */
  readonly url?: string
  /** Where the effect was a secret. */
  readonly stored?: StoredBy
}

/**
 * Performs the effects. `onStart` is told of each before, `onOutcome` as it is done. Every file is compared with what the plan was made from
 * before the first one is written; a run that is killed leaves each file old or new.
 *
 * @throws AppError `repo/changed-since-read`, `repo/outside-repository`, `repo/no-author`, `repo/git-failed`, `secrets/*`,
 * `github/*`, `aws/*`
 */
export async function applyPlan(
  effects: readonly Effect[],
  tools: ApplyTools,
  onOutcome: (outcome: Outcome) => void,
  onStart: (effect: Effect) => void = () => undefined,
): Promise<void> {
  for (const effect of effects) await requireUnchanged(effect, tools)
  for (const effect of effects) {
    onStart(effect)
    onOutcome(await applyEffect(effect, tools))
  }
}

async function applyEffect(effect: Effect, tools: ApplyTools): Promise<Outcome> {
  switch (effect.kind) {
    case "create-file":
    case "edit-file":
      await requireUnchanged(effect, tools)
      await tools.files.write(join(tools.root, effect.path), effect.after)
      return { effect }
    case "delete-file":
      await requireUnchanged(effect, tools)
      await tools.files.remove(join(tools.root, effect.path))
      return { effect }
    case "commit":
      return { effect, commit: await applyCommit(effect, tools) }
    case "pull-request": {
      const { subject: title, body, branch, base } = effect
      const github = await requireGitHub(tools)()
      const { url } = await github.openPullRequest({ title, body, branch, base })
      return { effect, url }
    }
    case "store-secret":
      if (!tools.secrets) throw new Error("A plan that stores secrets is applied without them.")
      return { effect, stored: await applySecret(effect, tools.secrets) }
    case "ticket":
      if (effect.file) await tools.files.write(ticketPath(effect.file, tools), effect.text)
      return { effect }
    case "instruct":
      return { effect }
  }
}

async function applyCommit(
  { branch, parent, branchExists, message, files, onGitHub }: Commit,
  tools: ApplyTools,
): Promise<string> {
  const { commit } = onGitHub ? await requireGitHub(tools)() : tools.git
  return commit({
    branch,
    parent,
    branchExists,
    message,
    files: files.map((file) => ({ path: file.path, text: textsOf(file).after })),
  })
}

function requireGitHub({ github }: ApplyTools): Required<ApplyTools>["github"] {
  if (github) return github
  throw new Error("A plan with pull requests is applied without GitHub.")
}

/** A commit needs no comparison here: it names its parent, and git moves the branch only from there. */
async function requireUnchanged(effect: Effect, tools: ApplyTools): Promise<void> {
  if (effect.kind === "ticket" && effect.file)
    await requireText(ticketPath(effect.file, tools), effect.file.path, effect.file.before, tools)
  if (effect.kind === "create-file" || effect.kind === "edit-file" || effect.kind === "delete-file") {
    const path = join(tools.root, effect.path)
    await requireInside(path, effect, tools)
    await requireText(path, effect.path, textsOf(effect).before, tools)
  }
}

async function requireText(
  path: string,
  name: string,
  expected: string | undefined,
  { files }: ApplyTools,
): Promise<void> {
  if ((await files.read(path)) === expected) return
  throw new AppError("repo/changed-since-read", `${name} changed after it was read, so it was left alone.`, {
    location: { path: name },
    hint: "Run again to plan on top of what is there now.",
  })
}

/** A folder of the repository may be a link to somewhere else; writing there is nobody's intention. */
async function requireInside(
  path: string,
  { path: name }: FileEffect,
  { files, root }: ApplyTools,
): Promise<void> {
  const [target, home] = await Promise.all([files.resolve(path), files.resolve(root)])
  if (target.startsWith(join(home, "/"))) return
  throw new AppError("repo/outside-repository", `${name} is a link to ${target}, outside the repository.`, {
    location: { path: name },
    hint: "Replace the link by the file itself.",
  })
}

const ticketPath = ({ path }: Required<Ticket>["file"], { cwd }: ApplyTools): string => resolve(cwd, path)
