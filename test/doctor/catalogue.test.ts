import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { parseTopicPage } from "../../src/core/explain/parse-topic-page.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { groups } from "../../src/doctor/check.ts"
import { faults } from "../cases/doctor/faults.ts"

const ids: readonly string[] = catalogue.map(({ id }) => id)

describe("the catalogue", () => {
  it("has the 82 checks that the design asks for, at least", () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(82)
  })

  it("has every id once, in order, group by group", () => {
    expect(ids).toEqual([...new Set(ids)].sort())
    const order = catalogue.map(({ group }) => groups.indexOf(group))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  it("lets checks depend on earlier ones only", () => {
    const wrong = catalogue.flatMap(({ id, after }, index) =>
      after.filter((other) => !ids.slice(0, index).includes(other)).map((other) => `${id} after ${other}`),
    )
    expect(wrong).toEqual([])
  })

  it("is documented: a heading each, with what happened and what to do, and none too many", () => {
    const topics = parseTopicPage(readFileSync("docs/checks.md", "utf8"))
    expect(topics.map(({ id }) => id)).toEqual(ids)
    expect(topics.filter(({ fix }) => fix === undefined).map(({ id }) => id)).toEqual([])
  })

  it("states titles as claims and hints as sentences", () => {
    expect(catalogue.filter(({ title }) => title.endsWith(".")).map(({ id }) => id)).toEqual([])
    expect(catalogue.filter(({ hint }) => !/^[A-Za-z].*[^ ]$/.test(hint)).map(({ id }) => id)).toEqual([])
  })

  it("has a fault on the tour for every check of files that can complain", () => {
    const named = new Set(faults.map(({ complaint }) => complaint.split(" ")[0]))
    const elsewhere = ["OIDC001", "OIDC011", "OIDC013", "OIDC117", "OIDC208", "OIDC211", "OIDC804"]
    const files = catalogue.filter(({ needs }) => needs.every((need) => need === "files"))
    expect(files.map(({ id }) => id).filter((id) => !named.has(id))).toEqual(elsewhere)
  })
})
