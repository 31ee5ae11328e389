import { describe, expect, it } from "vitest"
import { AppError } from "../../../src/core/errors.ts"
import { type Catalogue, chooseApp, protectableApps } from "../../../src/core/plan/choose-app.ts"
import type { Given } from "../../../src/core/plan/given.ts"

const catalogue = (
  namespaces: Readonly<Record<string, readonly string[]>>,
  around: readonly string[] = [],
): Catalogue => ({ namespaces: new Map(Object.entries(namespaces)), label: "the working tree", around })

const two = { "shop-dev": ["api", "web", "web-oidc"], "shop-prod": ["web"] }

const code = (action: () => unknown): string | undefined => {
  try {
    action()
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.hint}` : String(error)
  }
  return undefined
}

describe("chooseApp", () => {
  const chosen: readonly [string, Given, Readonly<Record<string, readonly string[]>>, readonly string[]][] = [
    ["flags", { namespace: "shop-dev", app: "web" }, two, []],
    ["an app that one namespace has", { app: "api" }, two, []],
    ["the folder it was started in", {}, two, ["shop-dev", "web"]],
    ["a folder deeper down", {}, two, ["shop-dev", "web", "charts"]],
    ["the middleware's folder, for its app", {}, two, ["shop-dev", "web-oidc"]],
    [
      "the only app of a namespace, its middleware not counted",
      { namespace: "n" },
      { n: ["web", "web-oidc"], m: [] },
      [],
    ],
    ["the only app there is", {}, { n: ["web"] }, []],
  ]
  it.each(chosen)("takes %s", (_, given, namespaces, around) => {
    const choice = chooseApp(given, catalogue(namespaces, around))
    expect(choice).toMatchObject({ kind: "chosen", app: given.app ?? "web" })
  })

  it("lists everything that is missing at once", () => {
    expect(chooseApp({}, catalogue(two))).toEqual({
      kind: "missing",
      missing: [
        { flag: "--namespace", why: "there are several namespaces", choices: ["shop-dev", "shop-prod"] },
        { flag: "--app", why: "which app to protect" },
      ],
    })
  })

  it("offers the apps of a namespace, without their middlewares", () => {
    expect(chooseApp({ namespace: "shop-dev" }, catalogue(two))).toEqual({
      kind: "missing",
      missing: [{ flag: "--app", why: "shop-dev has several apps", choices: ["api", "web"] }],
    })
  })

  it("offers the namespaces that have the app", () => {
    expect(chooseApp({ app: "web" }, catalogue(two))).toEqual({
      kind: "missing",
      missing: [
        {
          flag: "--namespace",
          why: "several namespaces have an app called web",
          choices: ["shop-dev", "shop-prod"],
        },
      ],
    })
  })

  it.each([
    ["no apps", {}, {}, "repo/no-apps-folder"],
    [
      "an unknown namespace",
      { namespace: "shop-dve" },
      two,
      "app/unknown-namespace: Did you mean --namespace shop-dev?",
    ],
    [
      "an unknown app",
      { namespace: "shop-dev", app: "wbe" },
      two,
      "app/unknown-app: Did you mean --app web?",
    ],
    ["an app that no namespace has", { app: "wep" }, two, "app/unknown-app: Did you mean --app web?"],
    ["an app of another namespace", { namespace: "shop-prod", app: "api" }, two, "app/unknown-app: Each app"],
  ])("refuses %s", (_, given, namespaces, expected) => {
    expect(code(() => chooseApp(given, catalogue(namespaces)))).toContain(expected)
  })
})

describe("protectableApps", () => {
  it("keeps an app whose name only looks like a middleware's", () => {
    expect(protectableApps(["web", "web-oidc", "sample-oidc"])).toEqual(["web", "sample-oidc"])
  })
})
