/**
 * A question as data. The screens and the line prompts ask the same ones, so they cannot differ in what they accept.
 */
import type { Result } from "../core/result.ts"
import type { Option } from "./list-state.ts"
import type { Offers } from "./offers.ts"
import type { Secret } from "./secret.ts"

interface Asked extends Offers {
  readonly id: string
  /** What is asked, in one line. */
  readonly title: string
}

export interface TextQuestion extends Asked {
  readonly kind: "text"
  /** What was found, and in which place: `apps/shop/web/values.yaml:4:7`. */
  readonly detected?: { readonly value: string; readonly origin: string }
  /** UTF-16 units. */
  readonly maxLength?: number
  /** True where a draft could be a secret that belongs elsewhere: then it is shown as dots. */
  readonly conceals?: (draft: string) => boolean
  /** Said while typing; never in the way. */
  readonly hint?: (draft: string) => string | undefined
  /** Asked on Enter: the answer, or every reason why it is none. */
  readonly check: (draft: string) => Result<string>
}

/**
 * What Enter would object to, said while typing. `complete` tells when a draft is long enough for that: a GUID that is half typed is
 * not wrong yet.
 */
export const objectingWhileTyping =
  (
    check: TextQuestion["check"],
    complete: (draft: string) => boolean = (draft) => draft !== "",
  ): Required<TextQuestion>["hint"] =>
  (draft) => {
    const text = draft.trim()
    const checked = complete(text) ? check(text) : undefined
    return checked?.ok === false ? checked.problems[0] : undefined
  }

export interface SecretQuestion extends Asked {
  readonly kind: "secret"
  /** One line on the draft's shape, such as "40 characters, looks like an Entra secret value". Never a part of the draft. */
  readonly verdict?: (draft: string) => string | undefined
  /** Problems are shown, so they must not quote the draft. */
  readonly check: (draft: string) => Result<string>
}

export interface ChoiceQuestion extends Asked {
  readonly kind: "choice"
  readonly options: readonly Option[]
  /** Where the cursor stands first. */
  readonly initial?: string
  /** True for names that people know: typing narrows the list. A list of things to do leaves letters to what the screen offers. */
  readonly filter?: true
}

export interface ChecklistQuestion extends Asked {
  readonly kind: "checklist"
  readonly options: readonly Option[]
  readonly initial: readonly string[]
}

export interface ConfirmQuestion extends Asked {
  readonly kind: "confirm"
  /** What Enter alone answers. Absent where a wrong answer costs something: then only y and n do. */
  readonly onEnter?: boolean
}

/** For what cannot be taken back: the name of the thing must be typed. */
export interface TypedQuestion extends Asked {
  readonly kind: "typed"
  readonly expected: string
}

export type Question =
  | TextQuestion
  | SecretQuestion
  | ChoiceQuestion
  | ChecklistQuestion
  | ConfirmQuestion
  | TypedQuestion

/** What each kind of question is answered with. */
export interface AnswerByKind {
  readonly text: string
  readonly secret: Secret
  readonly choice: string
  readonly checklist: readonly string[]
  readonly confirm: boolean
  readonly typed: true
}

export type Answer = { readonly [Kind in keyof AnswerByKind]: AnswerByKind[Kind] }[keyof AnswerByKind]
