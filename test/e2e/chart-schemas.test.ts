import { describe, expect, it } from "vitest"
import { caseNames, type Manifest, only, parseManifests, readGolden } from "../chart/cases.ts"
import { template } from "./helm.ts"
import { problemsOf, type Traefik } from "./schemas.ts"

describe.each(caseNames)("%s", (name) => {
  const manifests = readGolden(name)

  it.each(manifests.map((manifest) => [manifest.kind, manifest] as const))(
    "%s is what its API accepts, with no unknown field",
    (_, manifest) => {
      expect(problemsOf(manifest)).toEqual([])
    },
  )
})

describe("the schemas", () => {
  it("are strict: they object to a field that nobody knows, and to a wrong type", () => {
    const deployment = only(readGolden("guide"), "Deployment")
    expect(problemsOf({ ...deployment, spec: { ...deployment.spec, replica: 2 } })).toHaveLength(1)
    expect(problemsOf({ ...deployment, spec: { ...deployment.spec, replicas: "2" } })).toHaveLength(1)
  })
})

it("names stay texts where YAML would read numbers and booleans", () => {
  const { ok, stdout, stderr } = template(
    "helm3",
    {
      document: {
        domain: "myapp.example",
        fullnameOverride: "login",
        provider: { tenantId: "11111111-2222-4333-8444-555555555555" },
        externalSecret: { refreshInterval: "0" },
        errorPages: { unauthorized: { filePath: "403.html" } },
        forwardAuth: {
          image: { repository: "registry.example/idp-oidc", tag: "1", pullSecrets: ["7"] },
          errorPages: { configMap: "403" },
          previousSessionSecret: { name: "0x1", key: "1" },
          networkPolicy: { ingressNamespace: "1", monitoringNamespace: "2" },
          secretStore: { name: "1e3" },
          serviceMonitor: { enabled: true },
        },
      },
    },
    { name: "on", namespace: "123" },
  )
  expect(ok, stderr).toBe(true)
  const manifests = parseManifests(stdout)
  expect(manifests.length).toBeGreaterThan(8)
  expect(manifests.flatMap((manifest) => problemsOf(manifest))).toEqual([])
  for (const { metadata } of manifests) expect(metadata).toMatchObject({ name: "login", namespace: "123" })
})

describe("the Middleware", () => {
  const everyField = { accessLogHeader: "X-Forwarded-Email" }

  function middlewareFor(traefikVersion: string): Manifest {
    const { ok, stdout, stderr } = template("helm3", {
      document: {
        domain: "myapp.example",
        provider: { tenantId: "11111111-2222-4333-8444-555555555555" },
        forwardAuth: { image: { repository: "registry.example/idp-oidc" }, traefikVersion, ...everyField },
      },
    })
    expect(ok, stderr).toBe(true)
    return only(parseManifests(stdout), "Middleware")
  }

  it.each<[string, Traefik, string[]]>([
    ["3.0.4", "traefik30", []],
    ["3.3.4", "traefik33", ["headerField"]],
    ["3.4.1", "traefik34", ["headerField"]],
    ["3.6.12", "traefik36", ["headerField", "maxResponseBodySize"]],
    ["3.7.13", "traefik", ["headerField", "maxResponseBodySize"]],
  ])("has only fields that Traefik %s defines", (version, traefik, newer) => {
    const middleware = middlewareFor(version)
    expect(problemsOf(middleware, traefik)).toEqual([])
    expect(Object.keys(middleware.spec.forwardAuth)).toEqual(expect.arrayContaining(newer))
  })

  it("would be refused by an older Traefik than the one it was rendered for", () => {
    expect(problemsOf(middlewareFor("3.7.13"), "traefik30").join()).toContain("maxResponseBodySize")
  })
})
