import { describe, expect, it } from "vitest"
import { planFixes } from "../../src/doctor/fixes.ts"
import { faults } from "../cases/doctor/faults.ts"
import { makeHealthyRepo } from "../cases/doctor/healthy-repo.ts"
import { healthyStates } from "../cases/doctor/states.ts"
import { complaintsOf, examine, isNamed } from "./examine.ts"

describe("the doctor on a healthy repo", () => {
  it("complains about nothing and skips nothing", async () => {
    const results = await examine(makeHealthyRepo(), { states: healthyStates })
    expect(results.filter(({ status }) => status !== "pass").map(({ check }) => check.id)).toEqual([])
  })
})

describe("the doctor on a repo with one fault", () => {
  it.each(faults)("names $name", async ({ complaint, also = [], path, make }) => {
    const texts = makeHealthyRepo()
    make(texts)
    const results = await examine(texts)
    expect(complaintsOf(results)).toEqual([complaint, ...also].sort())
    const [id] = complaint.split(" ")
    const findings = results.find(({ check }) => check.id === id)?.findings ?? []
    expect(findings.map(({ location }) => location?.path)).toContain(path)
    expect(results.filter(({ crashed }) => crashed)).toEqual([])
  })

  it.each(faults.filter(({ fixable }) => fixable))("repairs $name", async ({ make }) => {
    const texts = makeHealthyRepo()
    make(texts)
    const plan = planFixes(await examine(texts), texts)
    for (const { path, after } of plan.effects) texts.set(path, after)
    expect({ refused: plan.refused, left: complaintsOf(await examine(texts)) }).toEqual({
      refused: [],
      left: [],
    })
  })

  it("proposes no edit that leaves a fault of another check behind", async () => {
    for (const { make, name } of faults) {
      const texts = makeHealthyRepo()
      make(texts)
      const before = complaintsOf(await examine(texts))
      const plan = planFixes(await examine(texts), texts)
      for (const { path, after } of plan.effects) texts.set(path, after)
      const fresh = complaintsOf(await examine(texts)).filter((complaint) => !before.includes(complaint))
      expect(fresh, name).toEqual([])
    }
  })
})

/** Each with two others that lie far from it in the list. */
const pairs = faults.flatMap((first, index) =>
  [37, 59].flatMap((step) => {
    const second = faults[(index + step) % faults.length]
    return second ? [{ name: `${first.name}, and ${second.name}`, first, second }] : []
  }),
)

/** Undefined where both faults are made in the same place, so that there is only one of them. */
function makeBoth({ first, second }: (typeof pairs)[number]): Map<string, string> | undefined {
  const texts = makeHealthyRepo()
  try {
    for (const { make } of [first, second]) make(texts)
    return texts
  } catch {
    return undefined
  }
}

describe("the doctor on a repo with two faults", () => {
  it("can have most of them at the same time", () => {
    expect(pairs.filter((pair) => makeBoth(pair) !== undefined).length).toBeGreaterThan(pairs.length * 0.9)
  })

  it.each(pairs)("names $name", async (pair) => {
    const texts = makeBoth(pair)
    if (texts === undefined) return
    const results = await examine(texts)
    const unnamed = [pair.first, pair.second].filter(({ complaint }) => !isNamed(complaint, results))
    expect(unnamed.map(({ name }) => name)).toEqual([])
    expect(results.filter(({ crashed }) => crashed)).toEqual([])
  })
})
