/** Over values of every shape that the contract accepts: the templates say what the contract's functions say. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cookieNames, renewableCookies } from "../../src/core/contract/cookies.ts"
import { aliasPattern, authResponseHeaders, identityHeaderNames } from "../../src/core/contract/headers.ts"
import { resourceName } from "../../src/core/contract/names.ts"
import { parseYaml } from "../../src/core/contract/parse-yaml.ts"
import type { ScalarShape, Shape } from "../../src/core/contract/shape.ts"
import type { Values } from "../../src/core/contract/values.ts"
import { valuesShape } from "../../src/core/contract/values-shape.ts"
import { merge, only, parseManifests, readChartValues, release, serverValues } from "../chart/cases.ts"
import { template } from "./helm.ts"

/** Documents that the schema accepts: any key may be there or not, any text may be hostile. */
function documentsOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "scalar":
      return scalarsOf(shape)
    case "list":
      return fc.array(documentsOf(shape.items), { maxLength: 3 })
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(shape.members).map(([key, member]) => [key, documentsOf(member)])),
        { requiredKeys: [...shape.required] },
      )
  }
}

function scalarsOf({
  types,
  values,
  minLength = 0,
  minimum = 0,
  maximum = 100_000,
}: ScalarShape): fc.Arbitrary<unknown> {
  if (values) return fc.constantFrom(...values)
  return fc.oneof(
    ...types.map((type): fc.Arbitrary<unknown> => {
      switch (type) {
        case "string":
          return fc
            .oneof(texts, fc.string({ unit: "grapheme" }))
            .filter((text) => [...text].length >= minLength)
        case "boolean":
          return fc.boolean()
        default:
          return fc.integer({ min: minimum, max: maximum })
      }
    }),
  )
}

/** What YAML, Go templates and Helm are known to trip over. */
const texts = fc.constantFrom(
  "",
  "yes",
  "0123",
  "1e3",
  "null",
  "~",
  "a: b",
  "- x",
  "{{ .Values }}",
  "${HOME}",
  "line\nline\n",
  "Jørgen",
  '"',
  "'",
  "#x",
  "%41",
)

/** Mostly documents that get past `validate.yaml`, so that what they render can be compared. */
const sound = {
  domain: fc.constantFrom("myapp.example", "internal-shop.example"),
  cookieNamePrefix: fc.constantFrom("_MyApp_", "", "a+b"),
  headers: fc.uniqueArray(
    fc.record({ name: fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}$/), value: texts }),
    { maxLength: 4, selector: ({ name }) => name.toLowerCase() },
  ),
  sessionCookie: fc.record(
    {
      Path: fc.constantFrom("/", "/app"),
      Domain: fc.constantFrom("example", ".example"),
      SameSite: fc.constantFrom("lax", "none"),
    },
    { requiredKeys: [] },
  ),
  nameOverride: fc.constantFrom(
    "",
    "login",
    "oidc",
    "a-very-long-suffix-that-goes-past-sixty-three-characters",
  ),
  fullnameOverride: fc.constantFrom("", "other"),
  identityToken: fc.record(
    { enabled: fc.boolean(), header: fc.constantFrom("X-Token", "X.Token_Id") },
    { requiredKeys: [] },
  ),
}

const published = {
  provider: { tenantId: "11111111-2222-4333-8444-555555555555" },
  forwardAuth: { image: { repository: "registry.example/idp-oidc" } },
}

describe("whatever the values", () => {
  it("Helm renders them or says in the chart's own words why not", () => {
    fc.assert(
      fc.property(documentsOf(valuesShape), (document) => {
        const { ok, stderr } = template("helm3", { document })
        if (!ok) expect(stderr).toContain("these values cannot work:")
      }),
      { numRuns: 60 },
    )
  })

  it("names, headers, cookies and the server's values are those of the contract", () => {
    const { identityToken, ...keys } = sound
    const documents = fc
      .tuple(
        fc.record({ bypassPaths: fc.array(texts, { maxLength: 2 }), ...keys }, { requiredKeys: ["domain"] }),
        identityToken,
      )
      .map(([values, token]) =>
        merge({ ...published, forwardAuth: { ...published.forwardAuth, identityToken: token } }, values),
      )
    fc.assert(
      fc.property(documents, (document) => {
        const { ok, stdout, stderr } = template("helm3", { document })
        expect(ok, stderr).toBe(true)
        const values = merge(readChartValues(), document) as Values
        const manifests = parseManifests(stdout)
        const { metadata, spec } = only(manifests, "Middleware")
        expect(metadata.name).toBe(resourceName(release.name, values))
        expect(spec.forwardAuth.authResponseHeaders).toEqual(authResponseHeaders(values))
        expect(spec.forwardAuth.authResponseHeadersRegex).toBe(aliasPattern(identityHeaderNames(values)))

        const given = parseYaml(only(manifests, "ConfigMap").data["values.yaml"], "values.yaml")
        if (!given.ok) throw new Error(JSON.stringify(given.problems))
        const server = given.value.value as Values
        expect(server).toEqual(serverValues(values))
        const { cookieNamePrefix = "", sessionCookie } = server
        const { Secure = true, Path = "/", Domain } = sessionCookie ?? {}
        expect(spec.forwardAuth.addAuthCookiesToResponse).toEqual(
          renewableCookies(cookieNames(cookieNamePrefix, { Secure, Path, ...(Domain && { Domain }) })),
        )
      }),
      { numRuns: 40 },
    )
  })
})
