import { basename, join, resolve } from "node:path"
import type { Files } from "../adapters/fs/files.ts"
import { newestKnownVersions } from "../core/contract/chart-version.ts"
import { chartName } from "../core/contract/names.ts"
import { parseApplication } from "../core/contract/parse-application.ts"
import { parseValues } from "../core/contract/parse-values.ts"
import { type LocatedProblem, renderLocatedProblem } from "../core/contract/problem.ts"
import type { Values } from "../core/contract/values.ts"
import { AppError, type ErrorCode } from "../core/errors.ts"
import type { Result } from "../core/result.ts"
import { pagesOf, readPages } from "./read-pages.ts"

export interface Release {
  readonly app: string
  readonly values: Values
  readonly valuesPath: string
  /** Texts of `errorPages.*.filePath`, by that path. */
  readonly pages: Readonly<Record<string, string>>
  /** What will work but is probably not meant, one line each. */
  readonly warnings: readonly string[]
}

/**
 * The two files of a release; without an `application.yaml` the values are read as this program's own chart would.
 *
 * @throws AppError `preview/no-values`, `preview/invalid-values`
 */
export async function readRelease(folder: string, cwd: string, files: Files): Promise<Release> {
  const valuesPath = join(folder, "values.yaml")
  const text = await files.read(resolve(cwd, valuesPath))
  if (text === undefined)
    throw new AppError("preview/no-values", `There is no ${valuesPath}.`, {
      location: { path: valuesPath },
      hint: "Name the release's folder: idp-oidc preview apps/NAMESPACE/APP-oidc. Without one, see idp-oidc demo.",
    })
  const applicationPath = join(folder, "application.yaml")
  const applicationText = await files.read(resolve(cwd, applicationPath))
  const application =
    applicationText === undefined
      ? undefined
      : valueOrThrow(parseApplication(applicationText, { path: applicationPath }), applicationPath)
          .application
  const chartVersion = application?.helm.chartVersion ?? newestKnownVersions["forward-auth"]
  const { values, warnings } = valueOrThrow(
    parseValues(text, { path: valuesPath, chartVersion }),
    valuesPath,
    { hint: hintAtLogin(application?.helm.chart) },
  )
  const at = resolve(cwd, valuesPath)
  const pages = pagesOf(values, at, await readPages(at))
  const elsewhere = (["unauthenticated", "unauthorized"] as const).filter((page) => {
    const { filePath, redirectTo } = values.errorPages?.[page] ?? {}
    return filePath && !redirectTo && !Object.hasOwn(pages, filePath)
  })
  return {
    app: application?.name ?? basename(resolve(cwd, folder)),
    values: withoutPages(values, elsewhere),
    valuesPath,
    pages,
    warnings: [
      ...warnings.map(renderLocatedProblem),
      ...elsewhere.map(
        (page) =>
          `errorPages.${page}: ${values.errorPages?.[page]?.filePath} is not in ${join(folder, "pages")}, so the built-in page is shown.`,
      ),
    ],
  }
}

/** A cluster has these pages in a ConfigMap, which need not lie in the repository. */
const withoutPages = (values: Values, names: readonly ("unauthenticated" | "unauthorized")[]): Values =>
  names.length === 0
    ? values
    : {
        ...values,
        errorPages: { ...values.errorPages, ...Object.fromEntries(names.map((name) => [name, {}])) },
      }

/** The app and its login lie side by side and hold files of the same names. */
const hintAtLogin = (chart: string | undefined): string | undefined =>
  chart === undefined || chart.endsWith(`/${chartName}`)
    ? undefined
    : `This folder deploys ${chart}. Name the one of its login, which deploys ${chartName}.`

/** The value, or every problem as one error that points at the first. */
export function valueOrThrow<Value>(
  parsed: Result<Value, LocatedProblem>,
  path: string,
  {
    code = "preview/invalid-values",
    hint,
  }: { readonly code?: ErrorCode; readonly hint?: string | undefined } = {},
): Value {
  if (parsed.ok) return parsed.value
  const [first] = parsed.problems
  throw new AppError(code, `${path} cannot be used as it is.`, {
    ...(first && { location: first.location }),
    ...(hint !== undefined && { hint }),
    details: parsed.problems.map(renderLocatedProblem),
  })
}
