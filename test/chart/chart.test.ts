/** What can be said of the chart without helm. `npm run e2e` renders it and compares with `golden/`. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import manifest from "../../package.json" with { type: "json" }
import { checkValues } from "../../src/core/contract/check-values.ts"
import { cookieNames, renewableCookies } from "../../src/core/contract/cookies.ts"
import {
  aliasPattern,
  authResponseHeaders,
  defaultHeaders,
  defaultIdentityTokenHeader,
  identityHeaderNames,
} from "../../src/core/contract/headers.ts"
import { makeValuesSchema } from "../../src/core/contract/make-values-schema.ts"
import { chartName, middlewareReference, resourceName } from "../../src/core/contract/names.ts"
import { keyPaths } from "../../src/core/contract/shape.ts"
import type { Values } from "../../src/core/contract/values.ts"
import { valuesShape } from "../../src/core/contract/values-shape.ts"
import { maxPageBytes } from "../../src/server/config/error-pages.ts"
import {
  caseNames,
  chartDirectory,
  type Manifest,
  mergedValues,
  only,
  readGolden,
  release,
  serverValues,
} from "./cases.ts"

const text = (path: string): string => readFileSync(join(chartDirectory, path), "utf8")
const templates = readdirSync(join(chartDirectory, "templates"))
const defaults = parse(text("values.yaml")) as Omit<Values, "domain">

describe("Chart.yaml", () => {
  it("carries the one version of package, chart and image", () => {
    expect(parse(text("Chart.yaml"))).toMatchObject({
      name: chartName,
      version: manifest.version,
      appVersion: manifest.version,
    })
  })
})

describe("values.yaml", () => {
  it("is what the contract accepts, but for the domain", () => {
    expect(checkValues(defaults, manifest.version)).toMatchObject({
      ok: false,
      problems: [{ path: ["domain"], what: "is missing" }],
    })
  })

  it("states the server's defaults", () => {
    expect(defaults.headers).toEqual(defaultHeaders)
    expect(defaults.forwardAuth?.identityToken?.header).toBe(defaultIdentityTokenHeader)
    expect(defaults.sessionCookie).toMatchObject({ Secure: true, Path: "/" })
  })

  it("loads the guide's values and what ArgoCD injects", () => {
    for (const name of caseNames)
      expect(checkValues(mergedValues(name), manifest.version).ok, name).toBe(true)
  })
})

describe("values.schema.json", () => {
  it("is made of the contract's table; `npx vitest run --config test/vitest.config.ts test/chart -u` writes it anew", async () => {
    const schema = `${JSON.stringify(makeValuesSchema(), undefined, 2)}\n`
    await expect(schema).toMatchFileSnapshot(join(chartDirectory, "values.schema.json"))
  })
})

describe("templates", () => {
  const known = new Set(keyPaths(valuesShape))
  const read = templates.flatMap((file) =>
    [...text(`templates/${file}`).matchAll(/\.Values\.([A-Za-z_.]+)/g)].map(([, path = ""]) => ({
      file,
      path,
    })),
  )

  it("read only keys that the contract has", () => {
    expect(read.length).toBeGreaterThan(30)
    expect(read.filter(({ path }) => !known.has(path))).toEqual([])
  })

  it("make one object per file", () => {
    const several = templates.filter((file) => text(`templates/${file}`).split(/^kind: /m).length > 2)
    expect(several).toEqual([])
  })
})

describe.each(caseNames)("%s", (name) => {
  const values = mergedValues(name)
  const manifests = readGolden(name)
  const objectName = resourceName(release.name, values)
  const { forwardAuth } = only(manifests, "Middleware").spec

  it("names every object after the release, as 0.3.x names its Middleware", () => {
    expect(manifests.map(({ metadata }) => metadata.name)).toEqual(manifests.map(() => objectName))
  })

  it("lists the headers of the contract, so that no client can write one", () => {
    expect(forwardAuth.authResponseHeaders).toEqual(authResponseHeaders(values))
    expect(forwardAuth.authResponseHeadersRegex).toBe(aliasPattern(identityHeaderNames(values)))
  })

  it("lists the cookies of the contract, so that a renewed session reaches the browser", () => {
    const { Secure = true, Path = "/", Domain } = values.sessionCookie ?? {}
    const prefix = values.cookieNamePrefix ?? `_${release.name}_`
    expect(forwardAuth.addAuthCookiesToResponse).toEqual(
      renewableCookies(cookieNames(prefix, { Secure, Path, ...(Domain && { Domain }) })),
    )
  })

  it("lets every answer of the server through, and sets little memory aside for it", () => {
    const { maxResponseBodySize = Number.POSITIVE_INFINITY } = forwardAuth
    expect(maxResponseBodySize).toBeGreaterThan(maxPageBytes + 4096)
    if (Number.isFinite(maxResponseBodySize)) expect(maxResponseBodySize).toBeLessThan(100_000)
  })

  it("never lets a client choose which path is judged", () => {
    expect(forwardAuth.trustForwardHeader).toBe(false)
  })

  it("hands the server exactly the values that it needs", () => {
    const given = parse(only(manifests, "ConfigMap").data["values.yaml"]) as Values
    expect(checkValues(given, manifest.version)).toEqual({ ok: true, value: given })
    expect(given).toEqual(serverValues(values))
  })

  it("changes the Middleware only when the server is healthy, and takes the server away last", () => {
    const waves = manifests.flatMap(({ kind, metadata }) => {
      const wave = metadata.annotations?.["argocd.argoproj.io/sync-wave"]
      return wave === undefined ? [] : [`${kind} ${wave}`]
    })
    expect(waves).toEqual(["Middleware 1"])
    for (const kind of ["Deployment", "Service", "ConfigMap", "ServiceAccount"])
      expect(only(manifests, kind).metadata.annotations).toMatchObject({
        "argocd.argoproj.io/sync-options": "PruneLast=true",
      })
  })

  it("gives a pod that stops the time to finish what it was sent", () => {
    const pod = only(manifests, "Deployment").spec.template.spec
    const [{ args, lifecycle }] = pod.containers
    const preStop: number = lifecycle.preStop.sleep.seconds
    const drainDelay = Number(args[args.indexOf("--drain-delay") + 1])
    expect(preStop).toBeGreaterThanOrEqual(10)
    expect(drainDelay).toBeGreaterThan(0)
    // Then what is under way has as long as `drainMs` of src/server/server.ts.
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(preStop + drainDelay + 15)
  })

  it('runs as the Pod Security Standard "restricted" demands', () => {
    expect(violationsOfRestricted(only(manifests, "Deployment"))).toEqual([])
  })
})

it("names the Middleware in its notes the way an ingress must", () => {
  expect(text("templates/NOTES.txt")).toContain("{{ .Release.Namespace }}-{{ $name }}@kubernetescrd")
  expect(middlewareReference("ns", "name")).toBe("ns-name@kubernetescrd")
})

/** Source: kubernetes.io docs, Pod Security Standards, profile "restricted"; the read-only root is ours. */
function violationsOfRestricted({ spec }: Manifest): readonly string[] {
  const pod = spec.template.spec
  const volumeKinds = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
  ]
  const rules: Record<string, boolean> = {
    "no host namespaces": !pod.hostNetwork && !pod.hostPID && !pod.hostIPC,
    "runs as a user": pod.securityContext.runAsNonRoot === true && pod.securityContext.runAsUser > 0,
    seccomp: pod.securityContext.seccompProfile.type === "RuntimeDefault",
    "no token": pod.automountServiceAccountToken === false,
    volumes: pod.volumes.every(({ name, ...source }: Record<string, unknown>) =>
      Object.keys(source).every((kind) => volumeKinds.includes(kind)),
    ),
  }
  for (const { name, securityContext, ports } of pod.containers) {
    rules[`${name}: no escalation`] = securityContext.allowPrivilegeEscalation === false
    rules[`${name}: no capabilities`] = securityContext.capabilities.drop.includes("ALL")
    rules[`${name}: read-only root`] = securityContext.readOnlyRootFilesystem === true
    rules[`${name}: no host ports`] = ports.every((port: { readonly hostPort?: number }) => !port.hostPort)
  }
  return Object.keys(rules).filter((rule) => !rules[rule])
}
