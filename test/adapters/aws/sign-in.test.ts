import { describe, expect, it } from "vitest"
import { chooseSignIn } from "../../../src/adapters/aws/sign-in.ts"
import { useEnvironment } from "./environment.ts"

const environment = useEnvironment()
const config = `
[default]
region = us-east-1
[profile idp-ns-shop]
region = eu-north-1
[profile mine]
`

const check = async (
  variables: Record<string, string>,
  choice: { profile?: string; region?: string } = {},
) => {
  environment.set(variables)
  const { profile, region, regionSource } = await chooseSignIn(
    { namespace: "shop", ...choice },
    environment.env,
  )
  return `${profile} ${region} ${regionSource}`
}

describe("chooseSignIn", () => {
  it.each<[Record<string, string>, { profile?: string; region?: string }, string]>([
    [{}, {}, "idp-ns-shop eu-north-1 profile idp-ns-shop"],
    [{ AWS_PROFILE: "mine" }, {}, "mine eu-west-1 the platform's"],
    [{ AWS_PROFILE: "mine" }, { profile: "idp-ns-shop" }, "idp-ns-shop eu-north-1 profile idp-ns-shop"],
    [{ AWS_ACCESS_KEY_ID: "AKIA" }, {}, "undefined us-east-1 profile default"],
    [{ AWS_DEFAULT_REGION: "eu-west-3" }, {}, "idp-ns-shop eu-west-3 AWS_DEFAULT_REGION"],
    [{ AWS_DEFAULT_REGION: "eu-west-3", AWS_REGION: "eu-west-2" }, {}, "idp-ns-shop eu-west-2 AWS_REGION"],
    [{ AWS_REGION: "eu-west-2" }, { region: "eu-west-1" }, "idp-ns-shop eu-west-1 the flag"],
  ])("with %j and %j is %s", async (variables, choice, expected) => {
    await environment.config(config)
    expect(await check(variables, choice)).toBe(expected)
  })

  it("takes the platform's region where nothing is configured, and no profile that does not exist", async () => {
    expect(await check({})).toBe("undefined eu-west-1 the platform's")
  })
})
