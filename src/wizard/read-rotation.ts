/** What must be known before a secret is replaced: the release whose values make it live. */
import { runtimeOf } from "../core/contract/chart-version.ts"
import type { Origins } from "../core/plan/answers.ts"
import type { Missing } from "../core/plan/missing.ts"
import type { RotationSnapshot } from "../core/plan/rotation.ts"
import { releaseFiles } from "../core/plan/snapshot.ts"
import { appFolder } from "../core/repo/app.ts"
import { parseRelease } from "../core/repo/release.ts"
import { parseReleaseSecrets } from "../core/repo/release-secrets.ts"
import type { Tree } from "../core/repo/tree.ts"
import { type ProtectedAppRequest, readProtectedApp } from "./read-protected-app.ts"
import type { ReadTools } from "./read-snapshot.ts"

export type RotationReading =
  | {
      readonly kind: "read"
      readonly snapshot: RotationSnapshot
      readonly origins: Origins
      /** What was read, for whoever reads on. */
      readonly tree: Tree
    }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/**
 * `branchOf` names the branch for a release: a rotation happens again and again, so each has a branch of its own.
 *
 * @throws AppError `repo/*`, `app/*`, `github/*`
 */
export async function readRotation(
  tools: ReadTools,
  request: ProtectedAppRequest,
  branchOf: (release: string) => string,
): Promise<RotationReading> {
  const reading = await readProtectedApp(tools, request)
  if (reading.kind === "missing") return reading
  const { git, profile, app, release, remote, origins, tree, place } = reading.found
  const paths = releaseFiles(appFolder(app.namespace, release))
  const branch = request.given.branch ?? branchOf(release)
  const there = await place(branch, Object.values(paths))
  const pullRequests = await remote?.pullRequests([branch])
  const values = there.texts.get(paths.values)
  const { chartVersion = profile.chartVersions[profile.runtime] } = parseRelease({
    name: release,
    path: paths.values,
    applicationPath: paths.application,
    application: there.texts.get(paths.application),
    values,
  })
  return {
    kind: "read",
    origins: { ...origins, chartVersion: paths.application },
    tree,
    snapshot: {
      git,
      profile,
      app,
      release,
      chartVersion,
      runtime: runtimeOf(chartVersion),
      path: paths.values,
      place: there,
      secrets: parseReleaseSecrets(values, { namespace: app.namespace, app: app.name, release }),
      ...(pullRequests ? { pullRequests } : {}),
      notes: pullRequests?.notes ?? [],
    },
  }
}
