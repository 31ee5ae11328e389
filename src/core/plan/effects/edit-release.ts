import type { LocatedProblem } from "../../contract/problem.ts"
import { appFolder } from "../../repo/app.ts"
import { readYaml } from "../../repo/located-yaml.ts"
import type { Answers } from "../answers.ts"
import { checkRelease } from "../check-release.ts"
import { type Edit, type ProposedFile, proposedFiles, proposedText, withoutEdits } from "../edits.ts"
import type { WrittenFile } from "../effect.ts"
import { currentText, type Place, releaseFiles, type Snapshot } from "../snapshot.ts"
import { change } from "./release-files.ts"

export interface EditedRelease {
  readonly files: readonly WrittenFile[]
  readonly proposed: readonly ProposedFile[]
  readonly faults: readonly LocatedProblem[]
  /** What the files open to everyone: paths, or the rule that stands in their place. */
  readonly opens: readonly string[]
  readonly notes: readonly string[]
}

/** The release's files as somebody has edited them. What is wrong with an edit is a fault; it stays until its author decides. */
export function editRelease(
  made: readonly WrittenFile[],
  edits: readonly Edit[],
  answers: Answers,
  { deploy, releases }: Pick<Snapshot, "deploy" | "releases">,
): EditedRelease {
  const proposed = proposedFiles(made, edits)
  const paths = releaseFiles(appFolder(answers.namespace, answers.release))
  return {
    files: made.flatMap((file, index) => {
      const edit = proposed[index]?.edit
      return edit ? change(file.path, deploy, edit.text, `${file.why}; as you have edited it`) : [file]
    }),
    proposed,
    faults: findFaults(proposed, answers, { deploy, releases }),
    opens: openedBy(proposed.find(({ path }) => path === paths.values)?.edit) ?? answers.bypass,
    notes: notesOn(withoutEdits(edits, proposed), deploy),
  }
}

/** Nothing is judged that nobody has edited: it was made by the same rules, or stays as another hand wrote it. */
function findFaults(
  proposed: readonly ProposedFile[],
  answers: Answers,
  { deploy, releases }: Pick<Snapshot, "deploy" | "releases">,
): readonly LocatedProblem[] {
  if (proposed.every(({ edit }) => edit === undefined)) return []
  const paths = releaseFiles(appFolder(answers.namespace, answers.release))
  const fileAt = (path: string) => {
    const file = proposed.find((one) => one.path === path)
    return { path, text: (file ? proposedText(file) : currentText(deploy, path)) ?? "" }
  }
  const faults = checkRelease(fileAt(paths.application), fileAt(paths.values), answers, releases)
  return faults.filter(({ location }) => proposed.some(({ path }) => path === location.path))
}

/** Source: the chart's schema: `bypassAuthenticationRule` takes the place of `bypassPaths`. */
function openedBy(edit: Edit | undefined): readonly string[] | undefined {
  const read = edit && readYaml(edit.text, edit.path)
  if (!read?.ok) return undefined
  const rule = read.value.string("bypassAuthenticationRule")
  return rule ? [rule.value] : read.value.strings("bypassPaths").map(({ value }) => value)
}

/** An edit is never lost without a word. */
const notesOn = (unused: readonly Edit[], deploy: Place): readonly string[] =>
  unused
    .filter(({ path, text }) => currentText(deploy, path) !== text)
    .map(({ path }) => `Your edit of ${path} is not used: the plan does not write that file any more.`)
