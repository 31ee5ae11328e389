/**
 * What of a dispatch's inputs an expression `${{ … }}` puts into the text around it.
 *
 * Property names are compared without regard to case, and `a.b` and `a['b']` are one thing.
 * Source: GitHub docs, "Evaluate expressions in workflows and actions"; "Contexts reference", `github.event` and `inputs`.
 */

/** The expressions of a text that give away the named input, as they are spelt there. */
export const findInputExpressions = (text: string, input: string): readonly string[] =>
  [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].flatMap(([whole, body = ""]) =>
    mentionsInput(body, input) ? [whole] : [],
  )

/** True where an expression reads the input, or a whole object that holds it, such as `toJSON(github.event)`. */
export function mentionsInput(expression: string, input: string): boolean {
  const paths = propertyPaths(expression)
  return paths.some((path) => holders(input).includes(path))
}

/** Every way to reach the input, from the outermost object inwards. */
const holders = (input: string): readonly string[] => {
  const name = input.toLowerCase()
  return [
    "github",
    "github.event",
    ...["inputs", "github.event.inputs"].flatMap((inputs) => [inputs, `${inputs}.*`, `${inputs}.${name}`]),
  ]
}

/** `github.event['Inputs'].x` becomes `github.event.inputs.x`. String literals that index nothing are no paths. */
function propertyPaths(expression: string): readonly string[] {
  const dotted = expression
    .replace(/\[\s*'((?:[^']|'')*)'\s*\]/g, ".$1")
    .replace(/'(?:[^']|'')*'/g, " ")
    .toLowerCase()
  return [...dotted.matchAll(/(?<![\w.-])[a-z_][\w-]*(?:\s*\.\s*(?:\*|[a-z_][\w-]*))*/g)].map(([path]) =>
    path.replace(/\s/g, ""),
  )
}
