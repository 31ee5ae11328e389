import { inspect } from "node:util"

/** A value that nothing prints by accident: every way to make text of it gives dots. */
export interface Secret {
  readonly reveal: () => string
}

const dots = "••••••••"

export function createSecret(value: string): Secret {
  return Object.freeze({
    reveal: () => value,
    toString: () => dots,
    toJSON: () => dots,
    [inspect.custom]: () => dots,
  })
}
