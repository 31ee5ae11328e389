/** Every attack of the catalogue, T1 to T72, has a test that names it or a reason why it needs none. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"

const attacks = 72

/** Attacks, or parts of them, that this server gives no occasion for. */
const notApplicable: Readonly<Record<number, string>> = {
  23: "No setting counts proxies or reads a client's address; T69 holds that nothing in the server does.",
  37: "There are no rules per path; the bearer path is tested against groups and overage.",
  45: "Nothing is compressed.",
  50: "A crash between redemption and answer loses the renewal: the session lives on until its token ends.",
  52: "There is no back-channel logout: Entra sends no logout tokens. Sending one changes nothing.",
  60: "The server speaks HTTP/1.1 only; HTTP/2 ends at the ingress.",
  72: "Signing an image and its SBOM is the job of the registry that publishes it; what this repository ships is tested.",
}

const texts = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"))
const titled = new Set(
  texts.flatMap((text) => [...text.matchAll(/["'`]T(\d+): /g)].map(([, number]) => Number(number))),
)
const all = Array.from({ length: attacks }, (_, index) => index + 1)

it("has a test for each attack", () => {
  expect(all.filter((number) => !titled.has(number))).toEqual([])
})

it("knows no attack that is not in the catalogue", () => {
  expect(
    [...titled, ...Object.keys(notApplicable).map(Number)].filter((number) => !all.includes(number)),
  ).toEqual([])
})

it("gives a reason in a sentence for whatever is left out", () => {
  for (const reason of Object.values(notApplicable)) expect(reason).toMatch(/^[A-Z].{20,}\.$/)
})
