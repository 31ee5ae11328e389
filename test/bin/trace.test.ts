import { readFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { trace } from "../../bin/trace.ts"

const refusal = '"X-Forwarded-Method is not one method."'

/** Where the one place is that has this text; lines and columns count from 1, as in a stack. */
async function placeOf(path: string, wanted: string): Promise<string> {
  const before = (await readFile(path, "utf8")).split(wanted)
  expect(before).toHaveLength(2)
  const lines = before[0]?.split("\n") ?? []
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}

it("names the source of each frame of the package and of the image, and leaves all else", async () => {
  const quick = await placeOf("dist/quick-answer.js", "asksForHelp(first) ?")
  const serve = await placeOf("dist/serve.js", refusal)
  const report = (first: string, second: string) => `idp-oidc 1.0.0, Node v24.21.0
Error: out of luck
    at quickAnswer (${first})
    at readRequest (${second})
    at file:///home/ann/node_modules/idp-oidc/dist/chunks/gone-ABCDEFGH.js:3:1
    at processTicksAndRejections (node:internal/process/task_queues:105:5)
`
  const traced = await trace(
    report(
      `file:///home/ann/.npm/_npx/1/node_modules/idp-oidc/dist/quick-answer.js:${quick}`,
      `/app/serve.mjs:${serve}`,
    ),
    "dist",
  )
  const sources = [
    `src/cli/quick-answer.ts:${await placeOf("src/cli/quick-answer.ts", "asksForHelp(first) ?")}`,
    `src/server/request.ts:${await placeOf("src/server/request.ts", refusal)}`,
  ] as const
  expect(traced).toBe(report(...sources))
})
