import { parseValues } from "../../contract/parse-values.ts"
import { renderLocatedProblem } from "../../contract/problem.ts"
import { type Profile, schemaUrl } from "../../contract/profile.ts"
import { AppError } from "../../errors.ts"
import { appFolder } from "../../repo/app.ts"
import type { Answers } from "../answers.ts"
import type { WrittenFile } from "../effect.ts"
import { currentText, type Place, releaseFiles } from "../snapshot.ts"
import { makeApplicationText } from "./application.ts"
import { completeApplication, completeValues } from "./complete-release.ts"
import { makeValuesText } from "./values.ts"

/**
 * The release's two files: made where they are absent; where they exist, only what the chart cannot do without is added, and
 * everything that a hand has written stays.
 *
 * @throws AppError `usage/invalid-answer`, `app/release-name-taken`, `app/invalid-yaml`, `yaml/*`
 */
export function makeReleaseFiles(
  answers: Answers,
  profile: Profile,
  place: Place,
  newline: "\n" | "\r\n",
): readonly WrittenFile[] {
  const paths = releaseFiles(appFolder(answers.namespace, answers.release))
  const written = {
    application: currentText(place, paths.application),
    values: currentText(place, paths.values),
  }
  const application =
    written.application === undefined
      ? withNewlines(makeApplicationText(answers, profile.chart.reference), newline)
      : completeApplication(written.application, paths.application, answers)
  const values =
    written.values === undefined
      ? withNewlines(checkedValuesText(answers, profile, paths.values), newline)
      : completeValues(written.values, paths.values, answers)
  return [
    ...change(paths.application, place, application, "tells ArgoCD to deploy the middleware"),
    ...change(paths.values, place, values, "says which host asks for login, and where its secrets are"),
  ]
}

/** The change from what the place holds, if it is one. */
export function change(path: string, { texts }: Place, after: string, why: string): readonly WrittenFile[] {
  const before = texts.get(path)
  if (before === undefined) return [{ kind: "create-file", path, after, title: `Create ${path}`, why }]
  return before === after ? [] : [{ kind: "edit-file", path, before, after, title: `Edit ${path}`, why }]
}

/** Answers are checked one by one; only the chart's own rules know whether they fit together. */
function checkedValuesText(answers: Answers, profile: Profile, path: string): string {
  const { chartVersion } = answers
  const text = makeValuesText(answers, schemaUrl(profile, chartVersion))
  const parsed = parseValues(text, { path, chartVersion })
  if (parsed.ok) return text
  throw new AppError("usage/invalid-answer", `Chart ${chartVersion} would refuse the answers.`, {
    details: parsed.problems.map(renderLocatedProblem),
    hint: "The lines are those of the values.yaml that the answers lead to.",
  })
}

const withNewlines = (text: string, newline: string): string => text.replaceAll("\n", newline)
