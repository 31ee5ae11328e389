import { afterEach, describe, expect, it } from "vitest"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { selectChecks } from "../../src/doctor/select-checks.ts"
import { diagnose, symptoms } from "../../src/doctor/symptoms.ts"
import { useEnvironment } from "../adapters/aws/environment.ts"
import { faults } from "../cases/doctor/faults.ts"
import { outsideFaults } from "../cases/doctor/outside-faults.ts"
import { complaintsOf, type Examined, isNamed, noKubectl, say } from "./examine.ts"
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

/** Each with another that lies far from it in the list, so that all of them are paired and none with its neighbour. */
const pairs = outsideFaults.flatMap((first, index) => {
  const second = outsideFaults[(index * 7 + 19) % outsideFaults.length]
  return second && second !== first && index % 3 === 0
    ? [{ name: `${first.name}, and ${second.name}`, first, second }]
    : []
})

describe("the whole doctor, with two faults outside of the repository", () => {
  it.each(pairs)("names $name", async ({ first, second }) => {
    const broken = await start()
    await first.make(broken)
    const { instead } = broken.site
    await second.make(broken)
    // One site cannot be broken in two ways at the same time.
    if (instead !== undefined && broken.site.instead !== instead) return
    const results = await broken.look(catalogue)
    const unnamed = [first, second].filter(({ complaint }) => !isNamed(complaint, results))
    expect(unnamed.map(({ name }) => name)).toEqual([])
  })
})

/** Source: the guide, section "Troubleshooting". */
const headings: readonly {
  readonly heading: string
  readonly symptom: string
  /** A fault of the files, or of what lies outside. */
  readonly fault: string
  readonly check: string
  /** What the finding tells people to do: a part of its advice, its command or its edit. */
  readonly advice: RegExp
}[] = [
  {
    heading: "Login redirects loop or fail with redirect_uri_mismatch",
    symptom: "loop",
    fault: "a domain that nobody serves",
    check: "OIDC106",
    advice: /"value":"webshop\.shop-test\.idp\.example\.com"/,
  },
  {
    heading: "Login redirects loop or fail with redirect_uri_mismatch",
    symptom: "loop",
    fault: "a domain with a scheme",
    check: "OIDC105",
    advice: /"value":"webshop\.shop-test\.idp\.example\.com"/,
  },
  {
    heading: "Login redirects loop or fail with redirect_uri_mismatch",
    symptom: "loop",
    fault: "a redirect URI that Entra does not know",
    check: "OIDC802",
    advice: /idp-oidc explain AADSTS50011 https:\/\/webshop\.\S+\/oauth2\/callback/,
  },
  {
    heading: "Invalid session secret or cookie errors",
    symptom: "cookie",
    fault: "a session secret of another length",
    check: "OIDC414",
    advice: /exactly 32.*openssl rand -hex 16/,
  },
  {
    heading: "Invalid session secret or cookie errors",
    symptom: "cookie",
    fault: "a line break behind the session secret in the cluster",
    check: "OIDC504",
    advice: /line break/,
  },
  {
    heading: "403 Forbidden after successful login",
    symptom: "403",
    fault: "a user in none of the groups",
    check: "OIDC806",
    advice: /any of awssso-webshop-user/,
  },
  {
    heading: "403 Forbidden after successful login",
    symptom: "403",
    fault: "a token without groups",
    check: "OIDC805",
    advice: /idp-oidc explain \\"claim groups is missing\\"/,
  },
  {
    heading: "The middleware reports secret not found",
    symptom: "secret-not-found",
    fault: "a secret that was never stored",
    check: "OIDC412",
    advice: /secrets workflow/,
  },
  {
    heading: "The middleware reports secret not found",
    symptom: "secret-not-found",
    fault: "an ExternalSecret that AWS refuses",
    check: "OIDC502",
    advice: /kubectl describe externalsecret --namespace shop-test/,
  },
  {
    heading: "The middleware reports secret not found",
    symptom: "secret-not-found",
    fault: "no Secret",
    check: "OIDC504",
    advice: /ExternalSecret/,
  },
  {
    heading: "Health checks failing despite bypassPaths",
    symptom: "health",
    fault: "monitoring with a slash too many",
    check: "OIDC209",
    advice: /"kind":"append-item","path":\["bypassPaths"\],"item":"\/healthz\/live\/"/,
  },
  {
    heading: "Health checks failing despite bypassPaths",
    symptom: "health",
    fault: "a path that the running login does not know",
    check: "OIDC707",
    advice: /exact path, so the release is not synced/,
  },
  {
    heading: "(not in the guide) The whole app answers 404",
    symptom: "404",
    fault: "a folder that ArgoCD has not found",
    check: "OIDC605",
    advice: /Revert the commit/,
  },
]

describe("the headings of the guide's troubleshooting, each in one run of --symptom", () => {
  it.each(headings)("$heading: $fault", async ({ symptom: name, fault: cause, check: id, advice }) => {
    const broken = await start()
    const inFiles = faults.find((candidate) => candidate.name === cause)
    const outside = outsideFaults.find((candidate) => candidate.name === cause)
    inFiles?.make(broken.texts)
    await outside?.make(broken)
    const symptom = symptoms.find((candidate) => candidate.name === name)
    const causes = symptom?.causes.map(([causeId]) => causeId) ?? []
    const results = await broken.look(selectChecks(catalogue, { only: [], skip: [], groups: [], causes }))
    expect(symptom && diagnose(symptom, results).check).toBe(id)
    const named = results.find(({ check }) => check.id === id)
    expect(JSON.stringify({ findings: named?.findings, hint: named?.check.hint })).toMatch(advice)
  })
})

describe("a reference that is missing", () => {
  const missing = faults.find(({ name }) => name === "no reference")
  const fixOf = async ({ look }: World, more: Examined = {}) => {
    const results = await look(
      catalogue.filter(({ id }) => id === "OIDC201"),
      more,
    )
    return results[0]?.findings.map(({ fix, command }) => fix?.operations ?? command)
  }
  const edit = [
    [
      {
        kind: "append-item",
        path: ["ingress", "public", "middlewares"],
        item: "shop-test-webshop-oidc@kubernetescrd",
      },
    ],
  ]
  const init = ["idp-oidc init --namespace shop-test --app webshop --yes --wire"]

  it("is added by an edit where the cluster, or else ArgoCD, shows the middleware", async () => {
    const broken = await start()
    missing?.make(broken.texts)
    expect(await fixOf(broken)).toEqual(edit)
    expect(await fixOf(broken, { kubectl: noKubectl })).toEqual(edit)
  })

  it("is left to init where nothing proves that the middleware is there", async () => {
    const broken = await start()
    missing?.make(broken.texts)
    broken.cluster.middlewares = []
    expect(await fixOf(broken)).toEqual(init)
    const offline = new Map([
      ["cluster", "--offline"],
      ["argo", "--offline"],
    ] as const)
    expect(await fixOf(broken, { withheld: offline })).toEqual(init)
  })
})
