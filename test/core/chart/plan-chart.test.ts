import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { type ChartFiles, type PublisherDefaults, planChart } from "../../../src/core/chart/plan-chart.ts"

const values = `# Every value.
provider:
  # The tenant.
  tenantId: ""
forwardAuth:
  image:
    repository: ""
    tag: ""
`
const chart = new Map([
  ["Chart.yaml", "name: idp-oidc-middleware\nversion: 2.0.0\n"],
  ["values.yaml", values],
  ["templates/service.yaml", "kind: Service\n"],
])
const empty: ChartFiles = new Map()

function plan(existing: ChartFiles, given: PublisherDefaults = {}) {
  const result = planChart(chart, existing, given)
  if (!result.ok) throw new Error(result.problems.join())
  return result.value
}

describe("a chart in an empty folder", () => {
  it("is all of it, and says what its publisher must still set", () => {
    expect(plan(empty)).toEqual({ write: chart, remove: [], missing: ["tenantId", "image"] })
  })

  it("has the publisher's defaults, and nothing else changed", () => {
    const { write, missing } = plan(empty, { tenantId: "t", image: "registry.example/idp-oidc" })
    expect(write.get("values.yaml")).toBe(
      values
        .replace('tenantId: ""', 'tenantId: "t"')
        .replace('repository: ""', 'repository: "registry.example/idp-oidc"'),
    )
    expect(missing).toEqual([])
  })

  it("takes a default as it is, even where it looks like a replacement pattern", () => {
    expect(plan(empty, { image: "$&" }).write.get("values.yaml")).toContain('repository: "$&"')
  })
})

describe("an earlier version of the chart", () => {
  const earlier = new Map([
    ["Chart.yaml", "name: idp-oidc-middleware\nversion: 1.0.0\n"],
    [
      "values.yaml",
      "provider:\n  tenantId: t\nforwardAuth:\n  image:\n    repository: registry.example/old\n",
    ],
    ["templates/service.yaml", "kind: Service\n"],
    ["templates/old.yaml", "kind: Ingress\n"],
  ])

  const upgrade = (before: string, newer: string) => {
    const result = planChart(
      new Map(chart).set("values.yaml", newer),
      new Map(earlier).set("values.yaml", before),
    )
    if (!result.ok) throw new Error(result.problems.join())
    return result.value
  }

  it("is brought up to date with the defaults that it had", () => {
    const { write, remove, missing } = plan(earlier, { image: "registry.example/new" })
    expect([...write.keys()]).toEqual(["Chart.yaml", "values.yaml"])
    expect(write.get("values.yaml")).toContain('tenantId: "t"')
    expect(write.get("values.yaml")).toContain('repository: "registry.example/new"')
    expect(remove).toEqual(["templates/old.yaml"])
    expect(missing).toEqual([])
  })

  it("keeps what its publisher said of the platform, and takes every other default from the new version", () => {
    const { write, missing } = upgrade(
      "forwardAuth:\n  replicas: 1\n  traefikVersion: 3.7.13\n  networkPolicy:\n    enabled: false\n    ingressNamespace: ingress\n",
      `${values}  replicas: 2\n  # The cluster's.\n  traefikVersion: 3.6.14\n  networkPolicy:\n    enabled: true\n    ingressNamespace: traefik\n`,
    )
    expect(write.get("values.yaml")).toBe(
      `${values}  replicas: 2\n  # The cluster's.\n  traefikVersion: 3.7.13\n  networkPolicy:\n    enabled: false\n    ingressNamespace: ingress\n`,
    )
    expect(missing).toEqual(["tenantId", "image"])
  })

  it("keeps how images are pulled and how Prometheus finds the server", () => {
    const newer =
      'forwardAuth:\n  image:\n    repository: ""\n    # Of nodes without a login.\n    pullSecrets: []\n  serviceMonitor:\n    enabled: false\n    # Yours.\n    labels: {}\n'
    const { write } = upgrade(
      "forwardAuth:\n  image:\n    pullSecrets: [one, two]\n  serviceMonitor:\n    enabled: true\n    labels:\n      release: prometheus\n",
      newer,
    )
    const written = write.get("values.yaml") ?? ""
    expect(parse(written)).toEqual({
      forwardAuth: {
        image: { repository: "", pullSecrets: ["one", "two"] },
        serviceMonitor: { enabled: true, labels: { release: "prometheus" } },
      },
    })
    expect(written).toContain("# Of nodes without a login.\n")
    expect(written).toContain("# Yours.\n")
    expect(upgrade(written, newer).write.has("values.yaml")).toBe(false)
  })

  it("needs nothing once it is up to date", () => {
    const { write } = plan(earlier)
    const { write: again, remove } = plan(new Map([...chart, ...write]))
    expect([...again, ...remove]).toEqual([])
  })
})

it("is left alone where its values cannot be read", () => {
  const broken = new Map([
    ["Chart.yaml", "name: idp-oidc-middleware\n"],
    ["values.yaml", "a: [\n"],
  ])
  expect(planChart(chart, broken)).toMatchObject({
    ok: false,
    problems: [expect.stringContaining("not YAML")],
  })
})

describe("a folder with something else", () => {
  it.each<[string, ChartFiles]>([
    ["files without a Chart.yaml", new Map([["README.md", ""]])],
    ["another chart", new Map([["Chart.yaml", "name: idp-advanced\n"]])],
    ["a Chart.yaml that is no mapping", new Map([["Chart.yaml", "- a\n"]])],
  ])("is refused: %s", (_, existing) => {
    expect(planChart(chart, existing)).toEqual({
      ok: false,
      problems: ["It holds files, but no Chart.yaml of idp-oidc-middleware."],
    })
  })
})
