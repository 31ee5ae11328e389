import { format } from "node:util"
import { expect, it } from "vitest"
import { createSecret } from "../../src/ui/secret.ts"

it("gives its value only when asked for it", () => {
  const value = crypto.randomUUID()
  const secret = createSecret(value)
  expect(secret.reveal()).toBe(value)
  for (const text of [
    `${secret}`,
    JSON.stringify({ secret }),
    format("%s %o %j", secret, { secret }, secret),
  ])
    expect(text).not.toContain(value)
  expect(Object.values(secret).filter((part) => part === value)).toEqual([])
})
