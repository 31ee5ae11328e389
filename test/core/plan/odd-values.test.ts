import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { makePlan } from "../../../src/core/plan/make-plan.ts"
import { endings, oddLayouts } from "../../cases/odd-values.ts"
import { fakeAnswers, fakeApp, fakeOrigins, fakeSnapshot, workingTree } from "../../fakes/snapshot.ts"

const path = "apps/shop-dev/odd/values.yaml"
const reference = "shop-dev-odd-oidc@kubernetescrd"
const cases = Object.entries(oddLayouts).flatMap(([layout, text]) =>
  Object.entries(endings).map(([ending, end]) => [`${layout}${ending}`, end(text)] as const),
)

const wiringOf = (text: string) => {
  const plan = makePlan(
    fakeAnswers({ app: "odd", release: "odd-oidc", hosts: ["odd.example.com"] }),
    fakeOrigins,
    fakeSnapshot({ app: fakeApp(text, "odd"), wire: workingTree({ [path]: text }), merged: true }),
    { wire: "with-evidence", ticketOut: undefined, here: { repo: undefined, path: (path: string) => path } },
  )
  return plan.effects.flatMap((effect) => (effect.kind === "edit-file" ? [effect.after] : []))
}

/** The parsed file with the reference at the end of its list, as a person would say what should happen. */
function wanted(text: string): unknown {
  const values = parse(text)
  const before: readonly string[] = values.ingress.public.middlewares ?? []
  values.ingress.public.middlewares = [...before, reference]
  return values
}

describe("wiring an app whose values are written oddly", () => {
  it("is tried on forty of them", () => {
    expect(cases.length).toBe(40)
  })

  it.each(cases)("means what was meant: %s", (_, text) => {
    const [after = ""] = wiringOf(text)
    expect(parse(after)).toEqual(wanted(text))
  })

  it.each(cases)("keeps every other byte: %s", (_, text) => {
    const [after = ""] = wiringOf(text)
    expect(isSubsequence(text, after)).toBe(true)
    expect(after.includes("\r\n")).toBe(text.includes("\r\n"))
    expect(after.replaceAll("\r\n", "\n").includes("\r")).toBe(false)
  })

  it.each(cases)("is done after once: %s", (_, text) => {
    const [after = ""] = wiringOf(text)
    expect(wiringOf(after)).toEqual([])
  })
})

/** True where `after` is `before` with text put in, and nothing taken out or moved. */
function isSubsequence(before: string, after: string): boolean {
  let at = 0
  for (const character of after) if (character === before[at]) at++
  return at === before.length
}
