/** What the commands that plan have in common: a repository, an approval, and what a dry run leads to. */
import { resolve } from "node:path"
import { type GitRepository, openRepository } from "../adapters/git/git.ts"
import { AppError } from "../core/errors.ts"
import type { Missing } from "../core/plan/missing.ts"
import type { Answered, Plan } from "../core/plan/plan.ts"
import type { DestinationKind } from "../core/plan/snapshot.ts"
import { shellWord } from "../core/text/shell-word.ts"
import type { Invocation, Io } from "./command.ts"

export type PlanCommand = "init" | "rotate" | "remove"

export interface Place {
  /** Where the user stands, or what `--repo` names. */
  readonly folder: string
  readonly repository: GitRepository
}

/** @throws AppError `repo/not-a-repository`, `repo/git-*` */
export async function findRepository(invocation: Invocation, io: Io): Promise<Place> {
  const folder = resolve(io.cwd, invocation.text("repo") ?? ".")
  const repository = await openRepository(folder, io.env)
  if (repository) return { folder, repository }
  throw new AppError(
    "repo/not-a-repository",
    `There is no git repository ${invocation.on("repo") ? `at ${invocation.text("repo")}` : "around this folder"}.`,
    { hint: "Run this inside your apps repo, or name it with --repo DIR." },
  )
}

/** Nobody can be asked without a terminal, and nothing is written that nobody has agreed to. */
export const approval: Missing = {
  flag: "--yes",
  why: "accepts what was derived and writes it; --dry-run shows it first",
}

/** After a dry run the next thing is to do it; what the plan itself advises comes after that. */
export function withWriting(
  plan: Plan<Answered>,
  command: PlanCommand,
  { flagsWithout }: Invocation,
): Plan<Answered> {
  if (plan.status !== "planned") return plan
  const flags = flagsWithout("dry-run", "json", "yes", "no-color", "quiet").map(shellWord)
  const line = [`idp-oidc ${command}`, ...flags, "--yes"].join(" ")
  return { ...plan, next: [{ command: line, why: "does what is shown above" }, ...plan.next] }
}

/** Where the changes go; the working tree, unless told otherwise. */
export const destinationOf = ({ on }: Pick<Invocation, "on">): DestinationKind =>
  on("pr") ? "pull-request" : on("commit") ? "branch" : "working-tree"
