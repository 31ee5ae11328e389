import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { explain } from "../../../src/core/explain/explain.ts"
import { serverPages } from "../../../src/core/explain/server-pages.ts"

const server = resolve(import.meta.dirname, "../../../src/server")
const sources = readdirSync(server, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(join(server, path), "utf8"))
  .join("\n")
const titles = [...new Set([...sources.matchAll(/\btitle:[^"\n]*"([^"]+)"/g)].map(([, title = ""]) => title))]

/** Questions, not refusals. */
const harmless = ["Do you want to sign out?"]

describe("serverPages", () => {
  it("finds the titles that the server shows", () => {
    expect(titles).toContain("You have no access to this app")
  })

  it.each(titles.filter((title) => !harmless.includes(title)))("explain the page %j", (title) => {
    expect(explain(title).kind, "describe it in src/core/explain/server-pages.ts").toBe("explained")
  })

  it.each(serverPages.map((page) => [page.id, page] as const))(
    "%s: is a page of the server",
    (_, { patterns }) => {
      expect(titles.filter((title) => patterns?.some((pattern) => pattern.test(title)))).not.toEqual([])
    },
  )

  it("leave the word to a code or an error on the same page", () => {
    const page = (fact: string) => `The sign-in was refused\n\n${fact}\nRequest id\n0123456789`
    expect(explain(page("Code\nAADSTS50105"))).toMatchObject({ id: "AADSTS50105" })
    expect(explain(page("Error\naccess_denied"))).toMatchObject({ id: "access_denied" })
    expect(explain(page(""))).toMatchObject({ id: "sign-in-refused" })
  })
})
