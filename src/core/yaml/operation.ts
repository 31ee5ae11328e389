/**
 * Changes to a YAML text as data. `edit.ts` performs them; here is what each one means.
 *
 * A path is a list of keys; a number picks an item of a list, counted from 0. Keys are compared as text, however they
 * are quoted in the file.
 */
export type YamlPath = readonly (string | number)[]

export type YamlScalar = string | number | boolean | null

export type YamlValue = YamlScalar | readonly YamlValue[] | { readonly [key: string]: YamlValue }

/** How a string is written. Without one, the value that it replaces or its neighbours decide. */
export type Quote = "plain" | "single" | "double"

/** Adds a string as the last item of a list, making the list and its parents where they are absent or null. */
export interface AppendItem {
  readonly kind: "append-item"
  readonly path: YamlPath
  readonly item: string
}

/** Takes every equal item out of a list. A block list that becomes empty goes, as `remove` would take it. */
export interface RemoveItem {
  readonly kind: "remove-item"
  readonly path: YamlPath
  readonly item: string
}

/** Replaces a scalar, or adds the key (and its parents). A list or map is never replaced. */
export interface SetValue {
  readonly kind: "set"
  readonly path: YamlPath
  readonly value: YamlValue
  readonly quote?: Quote
}

/** Takes out a key or an item with all below it, and block parents that have nothing else. */
export interface Remove {
  readonly kind: "remove"
  readonly path: YamlPath
}

/** Gives a key another name; its place, value and comments stay. */
export interface RenameKey {
  readonly kind: "rename-key"
  readonly path: YamlPath
  readonly to: string
}

export type YamlOperation = AppendItem | RemoveItem | SetValue | Remove | RenameKey
