import { renderLocatedProblem } from "../../core/contract/problem.ts"
import { isOvertaken, type ProposedFile, withoutEdits } from "../../core/plan/edits.ts"
import type { InitPlan } from "../../core/plan/plan.ts"
import { type Line, renderEffects, renderFile, renderRemarks } from "../../core/plan/preview.ts"
import { type DestinationKind, destinationKinds } from "../../core/plan/snapshot.ts"
import { appFolder } from "../../core/repo/app.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { editsIngress, errorsOf, isForHumans } from "../order.ts"
import { back, type Decisions, end, go, type Phase, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** Every file with its difference, exactly as it will be written. */
export function filesScreen(
  state: WizardState,
  { plan, error }: Extract<Phase, { kind: "files" }>,
): Screen<ChoiceQuestion> {
  const destination = state.destination ?? "working-tree"
  const isWhole = errorsOf(plan).length === 0
  return {
    step: editsIngress(plan) ? "Wire" : "Deploy",
    body: [
      ...renderErrors(plan),
      ...plan.proposed.flatMap(renderEdit),
      ...renderEffects(
        plan.effects.filter((effect) => !isForHumans(effect) && effect.kind !== "store-secret"),
        { ticketText: false },
      ),
      ...plan.proposed.filter(isOvertaken).flatMap(renderOvertaken),
      ...renderRemarks({ waits: plan.waits, notes: [...warningsOf(plan), ...plan.notes] }),
    ],
    ...(error ? { error } : {}),
    question: {
      kind: "choice",
      id: isWhole ? "files" : "faulty-files",
      title: isWhole ? titles[destination] : "These files would not work like this. What now?",
      help: "A file that changes in the meantime is left alone, and nothing is written then. Your editor is the one that VISUAL or EDITOR names.",
      options: [
        ...(isWhole ? [{ value: "continue", label: "Continue" }] : []),
        ...(isWhole ? plan.destinations : [])
          .filter((kind) => kind !== destination)
          .map((kind) => ({ value: kind, label: alternatives[kind] })),
        ...editOptions(plan.proposed),
        { value: "leave", label: "Leave without writing anything" },
      ],
      initial: isWhole ? "continue" : "edit",
    },
    next: (value) => {
      const other = destinationKinds.find((kind) => kind === value)
      if (other) return go(state, { kind: "planning", towards: "files" }, changeDestination(state, other))
      switch (value) {
        case "edit":
          return edit(state, plan)
        case "made":
          return {
            ...state,
            edits: withoutEdits(state.edits, plan.proposed),
            phase: { kind: "planning", towards: "files" },
          }
        case "leave":
          return end(state, { kind: "left" })
        default:
          return go(state, { kind: "confirm", plan })
      }
    },
  }
}

/** Which of the files to edit: they are in one folder, and a narrow window has room for their names. */
export function whichFileScreen(state: WizardState, plan: InitPlan): Screen<ChoiceQuestion> {
  const folder = appFolder(plan.answers.namespace, plan.answers.release)
  const faulty = errorsOf(plan)[0]?.location.path
  return {
    step: "Deploy",
    body: [[{ tone: "plain", text: `The files of ${folder}` }]],
    question: {
      kind: "choice",
      id: "which-file",
      title: "Which file?",
      help: "It is opened in your editor, and checked when the editor is closed. Nothing is written yet.",
      options: plan.proposed.map(({ path, edit: edited }) => ({
        value: path,
        label: path.slice(folder.length + 1),
        ...(edited ? { note: path === faulty ? "edited, wrong" : "edited" } : {}),
      })),
      ...(faulty === undefined ? {} : { initial: faulty }),
    },
    next: (path) => {
      const file = plan.proposed.find((candidate) => candidate.path === path)
      const files = back(state)
      if (!file || !files) throw new Error(`${path} is none of the files.`)
      return { ...files, phase: { kind: "editing", plan, file } }
    },
  }
}

/** The screen stays the one that Escape leads back from: an edit is no step of the way. */
function edit(state: WizardState, plan: InitPlan): WizardState {
  const [file, ...others] = plan.proposed
  return file && others.length === 0
    ? { ...state, phase: { kind: "editing", plan, file } }
    : go(state, { kind: "which-file", plan })
}

const editOptions = (proposed: readonly ProposedFile[]): ChoiceQuestion["options"] => [
  ...(proposed.length > 0 ? [{ value: "edit", label: "Edit a file", key: "e" }] : []),
  ...(proposed.some(({ edit: edited }) => edited)
    ? [{ value: "made", label: "Take back what I have edited" }]
    : []),
]

/** Above the files, so that nobody has to look for it. */
const renderErrors = (plan: InitPlan): readonly Line[] =>
  errorsOf(plan).map((problem) => [
    { tone: "warning", text: "Wrong  " },
    { tone: "plain", text: renderLocatedProblem(problem) },
  ])

const warningsOf = ({ faults }: InitPlan): readonly string[] =>
  faults.filter(({ severity }) => severity === "warning").map(renderLocatedProblem)

/** What somebody sees first who comes back from an editor: that their change has been taken, and what it is. */
const renderEdit = ({ path, edit: edited }: ProposedFile): readonly Line[] =>
  edited
    ? [
        [],
        [
          { tone: "strong", text: "Edited  " },
          { tone: "plain", text: path },
        ],
        ...renderChange(path, edited.from, edited.text),
      ]
    : []

const renderChange = (path: string, before: string, after: string): readonly Line[] =>
  renderFile({ kind: "edit-file", path, before, after, title: path, why: "" })

/** Neither text is taken for the other without a word. */
const renderOvertaken = ({ path, made, edit: edited }: ProposedFile): readonly Line[] =>
  edited
    ? [
        [],
        [
          { tone: "warning", text: "Note  " },
          {
            tone: "plain",
            text: `${path} would be made differently now than when you edited it. Your text stays, without this:`,
          },
        ],
        ...renderChange(path, edited.from, made),
      ]
    : []

const titles: Readonly<Record<DestinationKind, string>> = {
  "working-tree": "These files are written to your working tree and left uncommitted.",
  branch: "These files are committed to a branch of their own; your checkout stays as it is.",
  "pull-request": "These files become a pull request on GitHub; your checkout stays as it is.",
}

const alternatives: Readonly<Record<DestinationKind, string>> = {
  "working-tree": "Write them to the working tree instead",
  branch: "Commit them to a branch instead",
  "pull-request": "Open a pull request on GitHub instead",
}

/** A branch is named for commits alone. */
function changeDestination(
  { given }: WizardState,
  destination: DestinationKind,
): Pick<Decisions, "given" | "destination"> {
  const { branch: _, ...others } = given
  return { given: destination === "working-tree" ? others : given, destination }
}
