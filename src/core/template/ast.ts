/** What a parsed template is made of. Pipelines are gone: `a | f b` has become the call of `f` with `b` and `a`. */

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean; readonly offset: number }
  | { readonly kind: "nil" | "dot"; readonly offset: number }
  | { readonly kind: "variable"; readonly slot: number; readonly offset: number }
  | FieldExpression
  | CallExpression

/** `.claims.email` is the dot and two names. */
export interface FieldExpression {
  readonly kind: "field"
  readonly of: Expression
  readonly names: readonly { readonly name: string; readonly offset: number }[]
  readonly offset: number
}

export interface CallExpression {
  readonly kind: "call"
  readonly name: string
  readonly arguments: readonly Expression[]
  readonly offset: number
}

export type Statement =
  | { readonly kind: "text"; readonly text: string; readonly offset: number }
  | { readonly kind: "print"; readonly value: Expression; readonly offset: number }
  | AssignStatement
  | BranchStatement
  | RangeStatement
  | { readonly kind: "break" | "continue"; readonly offset: number }
  | TemplateStatement

/** `{{ $x := value }}` and `{{ $x = value }}`, which differ only in who may use the slot afterwards. */
export interface AssignStatement {
  readonly kind: "assign"
  readonly slot: number
  readonly value: Expression
  /** False for `=`. */
  readonly declares: boolean
  readonly offset: number
}

/** `if`, and `with`, which also makes its value the dot. `slot` holds the value when the condition declares a variable. */
export interface BranchStatement {
  readonly kind: "if" | "with"
  readonly condition: Expression
  readonly slot: number | undefined
  readonly declares: boolean
  readonly body: readonly Statement[]
  readonly otherwise: readonly Statement[]
  readonly offset: number
}

export interface RangeStatement {
  readonly kind: "range"
  readonly over: Expression
  /** Takes the position in a list, or the key in a map. */
  readonly indexSlot: number | undefined
  readonly elementSlot: number | undefined
  readonly declares: boolean
  readonly body: readonly Statement[]
  readonly otherwise: readonly Statement[]
  readonly offset: number
}

export interface TemplateStatement {
  readonly kind: "template"
  readonly name: string
  readonly argument: Expression | undefined
  readonly offset: number
}

/** One template: the source itself, or what `define` and `block` name. `$` is its slot 0. */
export type Body = readonly Statement[]

export interface ParsedTemplate {
  readonly main: Body
  readonly named: ReadonlyMap<string, Body>
}
