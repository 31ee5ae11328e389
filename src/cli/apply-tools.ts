import { createFiles } from "../adapters/fs/files.ts"
import type { GitRepository } from "../adapters/git/git.ts"
import type { ApplyTools } from "../wizard/apply-plan.ts"
import type { Io } from "./command.ts"
import type { Connections } from "./init/connections.ts"

/** What applying a plan takes at this repository; `secrets` where the plan stores any. */
export const applyTools = (
  { repository, connections }: { readonly repository: GitRepository; readonly connections: Connections },
  { cwd }: Pick<Io, "cwd">,
  secrets: Pick<ApplyTools, "secrets"> = {},
): ApplyTools => ({
  git: repository,
  files: createFiles(),
  root: repository.root,
  cwd,
  github: connections.github,
  ...secrets,
})
