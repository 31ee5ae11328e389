import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { expect, it } from "vitest"

const source = resolve(import.meta.dirname, "../../../src")

it("is named in one file of the source, so that another company changes `.idp-oidc.yaml` and no code", () => {
  const naming = readdirSync(source, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /jp\W?pol/i.test(readFileSync(path, "utf8")))
    .map((path) => path.slice(source.length + 1))
  expect(naming).toEqual(["core/contract/company.ts"])
})
