import { expect, it } from "vitest"
import { makeReadyDocument, renderReady } from "../../../src/sandbox/preview/render-ready.ts"

const ready = {
  url: "http://myapp.example.localhost:8080/",
  plainUrl: "http://127.0.0.1:8080/",
  issuer: "http://127.0.0.1:9000/t/v2.0",
  adminUrl: "http://127.0.0.1:9001",
  users: [
    { id: "jo", name: "Jørgen Ærø", email: "jo@example.com", groups: ["a", "b"] },
    { id: "x", name: "X", groups: Array.from({ length: 201 }, (_, index) => `g${index}`) },
  ],
  app: undefined,
  valuesPath: "apps/ns/myapp-oidc/values.yaml",
}

it("says where to go, as whom, and what is a stand-in", () => {
  expect(renderReady(ready)).toMatchInlineSnapshot(`
    "Open  http://myapp.example.localhost:8080/
      or  http://127.0.0.1:8080/ where that name does not resolve

    Pick one of these, no password:
      Jørgen Ærø  jo@example.com  a, b
      X                           201 groups

    Real      the login server and its rules, from
              apps/ns/myapp-oidc/values.yaml
    Stand-in  Entra ID, the ingress, and an app that shows what it receives
    Health    http://127.0.0.1:9001/readyz

    Ctrl+C to stop.
    "
  `)
  expect(renderReady({ ...ready, app: "http://localhost:3000" })).toContain(
    "Your app  http://localhost:3000\n",
  )
})

it("is one document for programs, without what only people need", () => {
  expect(makeReadyDocument({ ...ready, users: ready.users.slice(0, 1) })).toEqual({
    schema: 1,
    url: ready.url,
    issuer: ready.issuer,
    adminUrl: ready.adminUrl,
    users: [{ id: "jo", name: "Jørgen Ærø", email: "jo@example.com", groups: ["a", "b"] }],
  })
})
