import { type EditBuffer, edit, editBuffer, isEdit, type Refusal } from "./edit-buffer.ts"
import type { KeyPress } from "./keys.ts"

/** What is being typed, and what was wrong with it when Enter was last pressed. */
export interface Draft {
  readonly buffer: EditBuffer
  readonly problems: readonly string[]
}

export const emptyDraft = (text = ""): Draft => ({ buffer: editBuffer(text), problems: [] })

/** What a key makes of a draft. */
export function editDraft(state: Draft, key: KeyPress, maxLength?: number): Draft {
  if (!isEdit(key)) return state
  const buffer = edit(state.buffer, key, maxLength)
  return { buffer, problems: buffer.refusal ? [refusals[buffer.refusal]] : [] }
}

const refusals: Readonly<Record<Refusal, string>> = {
  "line-break": "That has several lines; paste one of them.",
  "control-character": "That has characters that cannot be seen, so nothing was pasted.",
  "too-long": "That is too long.",
}
