import { expect, it } from "vitest"
import { failure, success } from "../../src/core/result.ts"
import { objectingWhileTyping } from "../../src/ui/question.ts"

const check = (text: string) =>
  text.startsWith("/") ? success(text) : failure("must start with /", "and more")

it.each([
  ["", undefined],
  ["/ok", undefined],
  ["ok", "must start with /"],
  [" /ok ", undefined],
])("objects to the draft %j with %j", (draft, hint) => {
  expect(objectingWhileTyping(check)(draft)).toBe(hint)
})

it("waits until a draft is long enough to be judged", () => {
  const hint = objectingWhileTyping(check, (draft) => draft.length >= 4)
  expect(hint("abc")).toBeUndefined()
  expect(hint("abcd")).toBe("must start with /")
})
