import { describe, expect, it } from "vitest"
import { stringify } from "yaml"
import { editYaml } from "../../src/core/yaml/edit.ts"
import { planFixes } from "../../src/doctor/fixes.ts"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { endings, oddLayouts } from "../cases/odd-values.ts"
import { complaintsOf, examine } from "./examine.ts"

const host = "odd.example.com"
const reference = "shop-test-webshop-oidc@kubernetescrd"

/** The release's values for that host, as one object. */
const values = {
  domain: host,
  cookieNamePrefix: "_Webshop_",
  bypassPaths: ["/healthz/live", "/webhook"],
  authorization: { assertClaims: [{ name: "groups", anyOf: ["awssso-webshop-user"] }] },
  externalSecret: {
    separateSecrets: {
      clientId: "customer/shop-test/webshop-oidc-client-id",
      clientSecret: "customer/shop-test/webshop-oidc-client-secret",
      sessionSecret: "customer/shop-test/webshop-oidc-session-secret",
    },
  },
}

/** The same in the ways that people and programs write it. */
const releaseLayouts: Readonly<Record<string, string>> = {
  "two spaces": stringify(values),
  "four spaces": stringify(values, { indent: 4 }),
  "lists at their parent's column": stringify(values, { indentSeq: false }),
  "quoted all over": stringify(values, { defaultKeyType: "QUOTE_DOUBLE", defaultStringType: "QUOTE_SINGLE" }),
  "one flow mapping": `${stringify(values, { collectionStyle: "flow", lineWidth: 0 })}`,
  JSON: JSON.stringify(values, undefined, 2),
  "comments and a document start": `---\n# The login of the web shop.\n\n${stringify(values).replaceAll(/^(\s*- .*)$/gm, "$1   # kept")}\n# end\n`,
  "a commented-out item": stringify(values).replace(
    "bypassPaths:\n  - /healthz/live",
    "bypassPaths:\n  # - /metrics\n  - /healthz/live",
  ),
  "long texts folded": stringify(values, { lineWidth: 30 }),
}

const makeRepo = (app: string, release: string) => {
  const texts = makeHealthyRepo()
  texts.set(paths.app, app)
  texts.set(paths.values, release)
  return texts
}

/** The odd app, asking for login: the edit that `init` makes. */
function wired(text: string): string {
  const path = ["ingress", "public", "middlewares"]
  const edited = editYaml(text, [{ kind: "append-item", path, item: reference }], { path: paths.app })
  if (!edited.ok) throw new Error(edited.problems.map(({ message }) => message).join())
  return edited.value
}

const shapes = (layouts: Readonly<Record<string, string>>) =>
  Object.entries(layouts).flatMap(([layout, text]) =>
    Object.entries(endings).map(([ending, end]) => [`${layout}${ending}`, end(text)] as const),
  )

describe("a healthy repo, however it is written", () => {
  it.each(shapes(oddLayouts))("has no complaint about an app in %s", async (_, text) => {
    const results = await examine(makeRepo(wired(text), stringify(values)), { scope: { app: "webshop" } })
    expect(complaintsOf(results)).toEqual([])
  })

  it.each(shapes(releaseLayouts))("has no complaint about a release in %s", async (_, text) => {
    const app = wired(oddLayouts["two spaces"] ?? "")
    const results = await examine(makeRepo(app, text), { scope: { app: "webshop" } })
    expect(complaintsOf(results)).toEqual([])
  })
})

describe("a faulty repo, however it is written", () => {
  it.each(shapes(oddLayouts))("is named and repaired for an app in %s", async (_, text) => {
    const texts = makeRepo(wired(text), stringify(values))
    replace(texts, paths.app, reference, "shop-test-websohp-oidc@kubernetescrd")
    const results = await examine(texts, { scope: { app: "webshop" } })
    expect(complaintsOf(results)).toEqual(["OIDC204 fail"])
    const [effect] = planFixes(results, texts).effects
    expect(effect?.after).toBe(wired(text))
  })

  it.each(shapes(releaseLayouts))("is named and repaired for a release in %s", async (_, text) => {
    const texts = makeRepo(wired(oddLayouts["two spaces"] ?? ""), text)
    replace(texts, paths.values, host, `https://${host}/`)
    const results = await examine(texts, { scope: { app: "webshop" } })
    expect(complaintsOf(results)).toEqual(["OIDC105 fail"])
    const [effect] = planFixes(results, texts).effects
    expect(effect?.after).toBe(text)
  })
})
