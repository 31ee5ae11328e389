import { describe, expect, it } from "vitest"
import { renderLocatedProblem } from "../../../src/core/contract/problem.ts"
import { parseUsers } from "../../../src/sandbox/preview/parse-users.ts"

const problemsOf = (source: string) => {
  const parsed = parseUsers(source, "users.yaml")
  return parsed.ok ? [] : parsed.problems.map(renderLocatedProblem)
}

describe("parseUsers", () => {
  it("reads YAML, making ids where there are none", () => {
    const parsed = parseUsers(
      "- name: Søren Ægidius\n- {name: Jane, email: Jane.Doe@example.com, groups: [a], roles: [reader]}\n",
      "users.yaml",
    )
    expect(parsed.ok && parsed.value).toEqual([
      { id: "soeren-aegidius", name: "Søren Ægidius", groups: [], roles: [] },
      { id: "jane-doe", name: "Jane", email: "Jane.Doe@example.com", groups: ["a"], roles: ["reader"] },
    ])
  })

  it("reads JSON and keeps further claims", () => {
    const parsed = parseUsers('[{"id":"x","name":"X","claims":{"employeeId":7}}]', "users.json")
    expect(parsed.ok && parsed.value[0]).toMatchObject({ id: "x", claims: { employeeId: 7 } })
  })

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["a user without a name", "- email: a@b.dk\n", /^users.yaml:1:\d+: .*name/],
    [
      "an unknown key, with the nearest",
      "- name: A\n  group: [x]\n",
      /^users.yaml:2:3: .*did you mean groups\?/,
    ],
    ["groups that are no list", "- name: A\n  groups: x\n", /^users.yaml:2:\d+: /],
    ["an empty list", "[]\n", /^users.yaml:1:1: is an empty list/],
    ["two users of one id", "- name: A\n- name: a\n", /^users.yaml:2:\d+: .*the id "a" of another user/],
    ["broken YAML", "- name: [\n", /^users.yaml:\d+/],
    ["a mapping", "name: A\n", /^users.yaml:1/],
  ]
  for (const [what, source, expected] of refused)
    it(`refuses ${what}`, () => {
      expect(problemsOf(source)[0]).toMatch(expected)
    })
})
