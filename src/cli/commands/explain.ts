import { styleText } from "node:util"
import checksPage from "../../../docs/checks.md" with { type: "text" }
import errorsPage from "../../../docs/errors.md" with { type: "text" }
import { companyProfile } from "../../core/contract/company.ts"
import type { TicketLanguage } from "../../core/entra/follow-up-ticket.ts"
import { AppError } from "../../core/errors.ts"
import { explain } from "../../core/explain/explain.ts"
import { parseTopicPage } from "../../core/explain/parse-topic-page.ts"
import { renderExplanation, renderUnexplained, understood } from "../../core/explain/render-explanation.ts"
import type { RunCommand } from "../command.ts"
import { readText } from "../read-text.ts"

/**
 * `idp-oidc explain TEXT…`: what an error means, offline. Ends with exit 1 where it knows nothing about the text.
 *
 * @throws AppError `usage/missing-text`
 */
export const run: RunCommand = async (invocation, io) => {
  const words = invocation.positionals
  const input = words.length === 1 && words[0] === "-" ? await readText(io.stdin) : words.join(" ")
  if (input.trim() === "")
    throw new AppError("usage/missing-text", "There is nothing to explain.", {
      hint: 'Give it a code or a text, such as idp-oidc explain "State is missing", or - to read standard input.',
    })
  const explained = explain(input, {
    catalogue: [errorsPage, checksPage].flatMap(parseTopicPage),
    language:
      languages.find((name) => name === invocation.text("ticket-language")) ?? companyProfile.ticketLanguage,
  })
  if (invocation.on("json")) {
    const { kind, ...document } = explained
    const understands = kind === "unexplained" ? { understands: understood.map(([what]) => what) } : {}
    io.stdout.write(`${JSON.stringify({ schema: 1, status: kind, ...document, ...understands })}\n`)
    return kind === "explained" ? "ok" : "failed"
  }
  if (explained.kind === "unexplained") {
    io.stderr.write(renderUnexplained(explained))
    return "failed"
  }
  const plain = invocation.on("no-color")
  io.stdout.write(
    renderExplanation(explained, {
      width: Math.min(io.stdout.columns ?? 80, 100),
      bold: (text) => (plain ? text : styleText("bold", text, { stream: io.stdout })),
    }),
  )
  return "ok"
}

const languages: readonly TicketLanguage[] = ["da", "en"]
