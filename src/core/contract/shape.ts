/**
 * The shape of a document as data: one record per key, from which come the validator (`check-shape.ts`), the chart's
 * JSON Schema (`make-values-schema.ts`), the TypeScript type (`ValueOf`) and the list of what the documentation must
 * explain (`keyPaths`).
 */

export type ScalarType = "string" | "boolean" | "number" | "integer"

export interface ScalarShape {
  readonly kind: "scalar"
  /** Any one of these will do. */
  readonly types: readonly ScalarType[]
  readonly about: string
  /** The only strings accepted. */
  readonly values?: readonly string[]
  /** In Unicode code points, as JSON Schema counts. */
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

export interface ListShape {
  readonly kind: "list"
  readonly items: Shape
  readonly about: string
}

export interface ObjectShape {
  readonly kind: "object"
  readonly members: Readonly<Record<string, Shape>>
  readonly required: readonly string[]
  /** Whether keys that are not members are accepted. */
  readonly open: boolean
  /** Keys that are unknown here and known to a later version of the document, with that version. */
  readonly later?: Readonly<Record<string, string>>
  readonly about: string
}

export type Shape = ScalarShape | ListShape | ObjectShape

export const text = (about: string, limits: { readonly minLength?: number } = {}) =>
  ({ kind: "scalar", types: ["string"], about, ...limits }) as const

export const flag = (about: string) => ({ kind: "scalar", types: ["boolean"], about }) as const

/** The platform's plugin reads these weakly, so its schema lets any text through; `rules/provider.ts` does not. */
export const flagOrText = (about: string) =>
  ({ kind: "scalar", types: ["boolean", "string"], about }) as const

export const numberOrText = (about: string) =>
  ({ kind: "scalar", types: ["number", "string"], about }) as const

export const integer = (
  about: string,
  limits: { readonly minimum?: number; readonly maximum?: number } = {},
) => ({ kind: "scalar", types: ["integer"], about, ...limits }) as const

export const oneOf = <const Values extends readonly string[]>(values: Values, about: string) =>
  ({ kind: "scalar", types: ["string"], values, about }) as const

export const listOf = <const Items extends Shape>(items: Items, about: string) =>
  ({ kind: "list", items, about }) as const

export const texts = (about: string) => listOf(text(""), about)

type Members = Readonly<Record<string, Shape>>

interface ObjectOf<Open extends boolean, M extends Members, Required> extends ObjectShape {
  readonly open: Open
  readonly members: M
  // Without `NoInfer` an object nested in another would take all its keys as required from the outer one's type.
  readonly required: readonly (NoInfer<Required> & string)[]
}

const object =
  <const Open extends boolean>(open: Open) =>
  <const M extends Members, Required extends keyof M & string = never>(
    members: M,
    about: string,
    required: readonly Required[] = [],
  ): ObjectOf<Open, M, Required> => ({ kind: "object", open, members, required, about })

/** An object whose every key is known. */
export const closed = object(false)

/** An object that may hold further keys, such as one that others add to. */
export const opened = object(true)

interface ScalarValues {
  readonly string: string
  readonly boolean: boolean
  readonly number: number
  readonly integer: number
}

/** The TypeScript type of the documents that a shape accepts. */
export type ValueOf<S> = S extends { readonly values: readonly (infer Value)[] }
  ? Value
  : S extends { readonly types: readonly (infer Type extends ScalarType)[] }
    ? ScalarValues[Type]
    : S extends { readonly items: infer Items }
      ? readonly ValueOf<Items>[]
      : S extends { readonly members: Record<string, never> }
        ? Readonly<Record<string, unknown>>
        : S extends { readonly members: infer Members; readonly required: readonly (infer Required)[] }
          ? {
              readonly [Key in keyof Members as Key extends Required ? Key : never]: ValueOf<Members[Key]>
            } & {
              readonly [Key in keyof Members as Key extends Required ? never : Key]?: ValueOf<Members[Key]>
            }
          : never

export interface Setting {
  /** Such as `headers`, `headers[].name`. */
  readonly path: string
  readonly shape: Shape
}

/** Every key of a shape, those inside lists included, in its order. */
export function settingsOf(shape: Shape, path = ""): readonly Setting[] {
  switch (shape.kind) {
    case "scalar":
      return []
    case "list":
      return settingsOf(shape.items, `${path}[]`)
    case "object":
      return Object.entries(shape.members).flatMap(([key, member]) => {
        const memberPath = path === "" ? key : `${path}.${key}`
        return [{ path: memberPath, shape: member }, ...settingsOf(member, memberPath)]
      })
  }
}

export const keyPaths = (shape: Shape): readonly string[] => settingsOf(shape).map(({ path }) => path)
