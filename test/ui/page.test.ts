import { createElement } from "react"
import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import { Ask } from "../../src/ui/components/Ask.tsx"
import { Watch } from "../../src/ui/components/Watch.tsx"
import type { Question } from "../../src/ui/question.ts"
import { draw } from "./draw.ts"
import { checklist, choice, confirm, hostQuestion, secretQuestion, typed } from "./questions.ts"

const sentence = "Every host needs a redirect URI of its own, and the ticket lists one for each of them. "
const around = {
  rail: { steps: ["Ticket", "Values", "Secrets", "Deploy", "Wire", "Verify"], current: 1 },
  body: Array.from({ length: 80 }, (_, index) => [{ tone: "plain", text: `${index} ${sentence}` }] as const),
  notice: { tone: "error", title: sentence, where: "apps/shop/web/values.yaml:12:7", fix: sentence },
} as const
const offers = {
  help: sentence.repeat(8),
  copies: { what: "the ticket", text: "x" },
  link: { what: "the pull request", url: "https://github.example.com" },
}
const names: Question = {
  ...choice,
  options: Array.from({ length: 500 }, (_, index) => ({
    value: `${index}`,
    label: `app-${index}-with-a-name`,
    note: `apps/a-long-namespace/app-${index}-with-a-name`,
  })),
}
const questions = [hostQuestion, secretQuestion, choice, names, checklist, confirm, typed]

function expectToFit(frame: string, columns: number, rows: number): void {
  const lines = frame.split("\n")
  expect(lines.length).toBeLessThan(rows)
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
}

describe.each([
  [20, 8],
  [30, 10],
  [40, 15],
  [60, 19],
  [80, 24],
  [200, 60],
])("in %i columns and %i rows", (columns, rows) => {
  it.each(questions.map((question) => [question.kind, question] as const))(
    "a %s fits, explained too, with all that a page can have",
    async (_, question) => {
      const { frame, send, unmount } = await draw(
        createElement(Ask, {
          question: { ...question, ...offers },
          around,
          onAnswer: () => {},
          onBack: () => {},
          onSave: () => {},
        }),
        { columns, rows },
      )
      expectToFit(frame(), columns, rows)
      await send("\x07")
      expectToFit(frame(), columns, rows)
      await send("x".repeat(200))
      expectToFit(frame(), columns, rows)
      unmount()
    },
  )

  it("a board fits", async () => {
    const board = ["client-id", "client-secret", "session-secret"].map((id) => ({
      id,
      label: `a-long-name-of-an-app-oidc-${id}`,
      state: { kind: "failed", tookMs: 7000, reason: sentence } as const,
      link: { label: "run 812", url: `https://github.example.com/shop/apps/actions/runs/${id}` },
    }))
    const { frame, unmount } = await draw(
      createElement(Watch, {
        ...offers,
        around,
        title: sentence,
        board,
      }),
      { columns, rows },
    )
    expectToFit(frame(), columns, rows)
    unmount()
  })
})
