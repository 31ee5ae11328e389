import { describe, expect, it } from "vitest"
import { compileErrorPages, maxPageBytes } from "../../../src/server/config/error-pages.ts"

const compile = (page: string) =>
  compileErrorPages(
    { domain: "app.example.test", errorPages: { unauthorized: { filePath: "403.html" } } },
    { "403.html": page },
  )

describe("a page of the app's own", () => {
  it("may be as long as the ingress lets through, in bytes, and no longer", () => {
    expect(compile("x".repeat(maxPageBytes)).ok).toBe(true)
    expect(compile("ø".repeat(maxPageBytes / 2)).ok).toBe(true)
    expect(compile("ø".repeat(maxPageBytes / 2 + 1))).toMatchObject({
      ok: false,
      problems: [{ path: ["errorPages", "unauthorized", "filePath"], what: "is too long" }],
    })
  })
})
