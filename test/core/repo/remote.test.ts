import { describe, expect, it } from "vitest"
import { compareUrl, parseRemote } from "../../../src/core/repo/remote.ts"

describe("parseRemote", () => {
  it.each([
    "git@github.example.com:shop/apps-shop.git",
    "ssh://git@github.example.com/shop/apps-shop.git",
    "ssh://git@github.example.com:2222/shop/apps-shop",
    "https://github.example.com/shop/apps-shop.git",
    "https://github.example.com/shop/apps-shop/",
    "https://x-access-token:not-a-real-token@github.example.com/shop/apps-shop.git",
  ])("reads %s and keeps nothing else of it", (url) => {
    expect(parseRemote(url)).toEqual({ host: "github.example.com", owner: "shop", name: "apps-shop" })
  })

  it.each(["", "/srv/git/apps.git", "../apps", "file:///srv/git/apps.git"])("knows no host in %j", (url) => {
    expect(parseRemote(url)).toBeUndefined()
  })

  it("leads to the page that opens a pull request", () => {
    const remote = { host: "github.example.com", owner: "shop", name: "apps-shop" }
    expect(compareUrl(remote, "main", "idp-oidc/web-oidc")).toBe(
      "https://github.example.com/shop/apps-shop/compare/main...idp-oidc/web-oidc?expand=1",
    )
  })
})
