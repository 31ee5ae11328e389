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

/** A comment of its own above every line that begins with a key or an item. */
const commented = (text: string): string =>
  text
    .split("\n")
    .flatMap((line, index) => {
      const indent = /^( *)(?:- )?[\w'"-]+:|^( *)- /.exec(line)
      return indent ? [`${indent[1] ?? indent[2] ?? ""}# about line ${index + 1}`, line] : [line]
    })
    .join("\n")

const commentsOf = (text: string): readonly string[] => text.match(/# about line \d+/g) ?? []

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

  it.each(faults.filter(({ fixable }) => fixable))(
    "loses no comment when it repairs $name",
    async ({ make }) => {
      const texts = makeHealthyRepo()
      make(texts)
      for (const [path, text] of texts) if (/values|application/.test(path)) texts.set(path, commented(text))
      const plan = planFixes(await examine(texts), texts)
      expect(plan.effects.length).toBeGreaterThan(0)
      for (const { before, after } of plan.effects) {
        const kept = commentsOf(after)
        const lost = commentsOf(before).filter((comment) => !kept.includes(comment))
        // Only what stands above a line that is taken out may go with it.
        const removed = before.split("\n").length - after.split("\n").length
        expect(lost.length).toBeLessThanOrEqual(Math.max(0, removed))
      }
    },
  )

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
