import { describe, expect, it } from "vitest"
import { failure, success } from "../../src/core/result.ts"
import { parseReply, renderQuestion } from "../../src/ui/line-questions.ts"
import type { Question } from "../../src/ui/question.ts"
import { checklist, choice, confirm, hostQuestion, typed } from "./questions.ts"

describe("parseReply", () => {
  it.each<[question: Question, line: string, expected: unknown]>([
    [choice, "2", success("api")],
    [choice, "api", success("api")],
    [choice, "back", success("backoffice")],
    [choice, "a", failure("3 match: api, backoffice, web")],
    [choice, "zzz", failure('Nothing matches "zzz".')],
    [choice, "0", failure('Nothing matches "0".')],
    [choice, "", failure("Type a number or a name.")],
    [{ ...choice, initial: "api" }, "", success("api")],
    [
      { ...choice, options: [...choice.options, { value: "edit", label: "Edit", key: "e" }] },
      "e",
      success("edit"),
    ],
    [checklist, "", success(["/healthz"])],
    [checklist, "none", success([])],
    [checklist, "2, 1", success(["/healthz", "/ready"])],
    [checklist, "3", failure("There is no 3 in the list.")],
    [confirm, "Y", success(true)],
    [confirm, "no", success(false)],
    [confirm, "", failure("Type y or n.")],
    [{ ...confirm, onEnter: false }, "", success(false)],
    [typed, " web ", success(true)],
    [typed, "Web", failure("Type web to go on.")],
    [hostQuestion, "", success("web.example.com")],
    [hostQuestion, "other.example.com", success("other.example.com")],
    [hostQuestion, "http://x", failure("has a scheme")],
  ])("%o answered with %j", (question, line, expected) => {
    expect(parseReply(question, line)).toEqual(expected)
  })
})

describe("renderQuestion", () => {
  it("numbers the options, with what is known of them", () => {
    expect(renderQuestion(checklist)).toEqual([
      "Which paths are open without login?",
      "  1. /healthz, apps/shop/web/values.yaml:31:15 (ticked)",
      "  2. /ready",
    ])
  })

  it("cuts a long list and says how to choose from the rest", () => {
    const options = Array.from({ length: 500 }, (_, index) => ({ value: `${index}`, label: `app-${index}` }))
    const lines = renderQuestion({ ...choice, options })
    expect(lines).toHaveLength(22)
    expect(lines.at(-1)).toBe("  and 480 more: type a part of the name")
  })
})
