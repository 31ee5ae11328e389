/** What somebody has made by hand of a file that is to be written. */
import type { WrittenFile } from "./effect.ts"

export interface Edit {
  readonly path: string
  /** What was proposed when it was edited. */
  readonly from: string
  readonly text: string
}

/** A file as it is proposed, and what somebody has made of it. */
export interface ProposedFile {
  readonly path: string
  readonly made: string
  readonly edit?: Edit
}

export const proposedFiles = (
  made: readonly WrittenFile[],
  edits: readonly Edit[],
): readonly ProposedFile[] =>
  made.map(({ path, after }) => {
    const edit = edits.find((candidate) => candidate.path === path)
    return { path, made: after, ...(edit ? { edit } : {}) }
  })

export const proposedText = ({ made, edit }: ProposedFile): string => edit?.text ?? made

/** True where the file would be made differently now than when it was edited: neither text knows of the other's change. */
export const isOvertaken = ({ made, edit }: ProposedFile): boolean =>
  edit !== undefined && edit.from !== made && edit.text !== made

/** The edits with this one in the place of an earlier one of its file; a text as it was made is none. */
export const withEdit = (
  edits: readonly Edit[],
  { path, made }: ProposedFile,
  text: string,
): readonly Edit[] => [
  ...edits.filter((edit) => edit.path !== path),
  ...(text === made ? [] : [{ path, from: made, text }]),
]

/** The edits without those of some files. */
export const withoutEdits = (
  edits: readonly Edit[],
  files: readonly Pick<ProposedFile, "path">[],
): readonly Edit[] => edits.filter(({ path }) => !files.some((file) => file.path === path))
