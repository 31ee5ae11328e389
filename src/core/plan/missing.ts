/** An answer that nobody gave and nothing implies, with the flag that supplies it. */
export interface Missing {
  readonly flag: string
  readonly why: string
  readonly choices?: readonly string[]
  /** What is known of a choice, in a few words. */
  readonly notes?: Readonly<Record<string, string>>
}
