import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { middlewareReference } from "../../src/core/contract/names.ts"
import { casePath, release } from "../chart/cases.ts"
import { notes } from "./helm.ts"

const values = (name: string): object => parse(readFileSync(casePath(name), "utf8")) as object

describe("the notes", () => {
  it("say what to do next, down to the exact reference", () => {
    const text = notes(values("guide"))
    expect(text).toContain("The login for myapp.my-namespace.idp.example is deployed; nothing asks it yet.")
    expect(text).toContain("\n     https://myapp.my-namespace.idp.example/oauth2/callback\n")
    expect(text).toContain(`\n       - ${middlewareReference(release.namespace, release.name)}\n`)
    expect(text).toContain("kubectl describe externalsecret myapp-oidc -n my-namespace")
    expect(text).not.toContain("NOTE:")
  })

  it("list a redirect URI for every host", () => {
    const text = notes({
      ...values("guide"),
      callbackUri: "/login/done",
      forwardAuth: { hosts: ["www.example"], image: { repository: "r.example/i" } },
    })
    expect(text).toContain(
      "\n     https://myapp.my-namespace.idp.example/login/done\n     https://www.example/login/done\n",
    )
  })

  it("name the one address of an absolute callbackUri, and the middleware by its override", () => {
    const text = notes(values("everything"))
    expect(text).toContain("\n     https://shop.example/oauth2/callback\n")
    expect(text).not.toContain("www.shop.example/oauth2")
    expect(text).toContain("my-namespace-shop-login@kubernetescrd")
  })

  it("do not speak of an ExternalSecret where there is none", () => {
    expect(notes(values("least"))).not.toContain("externalsecret")
  })

  it("warn of a bypass rule on the client's address, which never matches", () => {
    const text = notes({ ...values("guide"), bypassAuthenticationRule: "Header(`X-Real-Ip`, `10.0.0.1`)" })
    expect(text).toContain("NOTE: bypassAuthenticationRule tests the client's address.")
  })
})
