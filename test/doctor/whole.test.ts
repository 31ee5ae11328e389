import { afterEach, describe, expect, it } from "vitest"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { useEnvironment } from "../adapters/aws/environment.ts"
import { outsideFaults } from "../cases/doctor/outside-faults.ts"
import { complaintsOf, say } from "./examine.ts"
import { startWorld, type World } from "./world/world.ts"

const environment = useEnvironment()
let world: World | undefined
afterEach(() => world?.close())

const start = async (
  ...more: Parameters<typeof startWorld> extends [unknown, ...infer Rest] ? Rest : never
) => {
  await environment.config(
    "[profile idp-ns-shop-test]\nregion = eu-west-1\naws_access_key_id = AKIATEST\naws_secret_access_key = test\n",
  )
  world = await startWorld(environment.env, ...more)
  return world
}

describe("the whole doctor, where everything is as it should be", () => {
  it("has looked at all of it and complains about nothing", async () => {
    const { look } = await start()
    const seen = say(await look(catalogue))
    expect(Object.entries(seen).filter(([, text]) => text !== "pass")).toEqual([
      ["308", "skip: init has opened none"],
      ["806", expect.stringMatching(/^info: webshop-oidc lets this user in/)],
    ])
  })
})

describe("the whole doctor, with one fault outside of the repository", () => {
  it.each(outsideFaults)("names $name", async ({ make, complaint, also }) => {
    const broken = await start()
    await make(broken)
    const results = await broken.look(catalogue)
    expect(complaintsOf(results)).toEqual([complaint, ...also].sort())
    expect(results.filter(({ crashed }) => crashed)).toEqual([])
  })
})
