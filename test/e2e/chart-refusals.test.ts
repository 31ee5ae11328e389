import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { casePath } from "../chart/cases.ts"
import { helms, template } from "./helm.ts"

const guide = parse(readFileSync(casePath("guide"), "utf8")) as Record<string, Record<string, unknown>>
const own = (forwardAuth: object) => ({ forwardAuth: { ...guide.forwardAuth, ...forwardAuth } })

describe.each(helms)("%s", (helm) => {
  it.each<[string, object, string]>([
    [
      "a domain with a scheme",
      { domain: "https://myapp.example" },
      'domain "https://myapp.example" must be a bare',
    ],
    ["an upper-case domain", { domain: "MyApp.example" }, "must be a bare lower-case host"],
    ["no tenant", { provider: {} }, "provider.tenantId is not set"],
    ["no image", own({ image: {} }), "forwardAuth.image.repository is not set"],
    [
      "two of three secrets",
      { externalSecret: { separateSecrets: { clientId: "a", clientSecret: "b" } } },
      "externalSecret.separateSecrets.sessionSecret is not set",
    ],
    [
      "a nameless cluster store",
      own({ secretStore: { kind: "ClusterSecretStore" } }),
      "secretStore.name is not set",
    ],
    ["headers that are null", { headers: null }, "headers must be a list"],
    [
      "a header name with a space",
      { headers: [{ name: "X User", value: "x" }] },
      '"X User" is not a header name',
    ],
    ["the Cookie header", { headers: [{ name: "cookie", value: "x" }] }, "Cookie not at all"],
    [
      "a header twice",
      { headers: ["X-User", "x-user"].map((name) => ({ name, value: "x" })) },
      "the header x-user cannot be set twice",
    ],
    [
      "an error page without its ConfigMap",
      { errorPages: { unauthorized: { filePath: "no-access.html" } } },
      "forwardAuth.errorPages.configMap is not set: the ConfigMap that holds no-access.html",
    ],
    [
      "an error page from elsewhere",
      {
        ...own({ errorPages: { configMap: "pages" } }),
        errorPages: { unauthorized: { filePath: "/etc/passwd" } },
      },
      'errorPages shows "/etc/passwd", which must be the name of an .html file in the ConfigMap',
    ],
    ["a cookie prefix with a space", { cookieNamePrefix: "my app" }, "cannot start a cookie's name"],
    [
      "a cookie that travels unencrypted",
      { sessionCookie: { Secure: false } },
      "sessionCookie.Secure must stay true",
    ],
    [
      "a cookie attribute that is null",
      { sessionCookie: { Path: null } },
      "sessionCookie.Path must start with /",
    ],
    ["Traefik 2", own({ traefikVersion: "2.11.0" }), "is before 3.0.0"],
    ["a vague Traefik version", own({ traefikVersion: "v3" }), "must be written as major.minor.patch"],
    [
      "autoscaling upside down",
      own({ autoscaling: { enabled: true, minReplicas: 9, maxReplicas: 3 } }),
      "minReplicas is above maxReplicas",
    ],
  ])("refuses %s", (_, change, message) => {
    const { ok, stdout, stderr } = template(helm, { document: { ...guide, ...change } })
    expect(ok).toBe(false)
    expect(stdout).toBe("")
    expect(stderr).toContain("these values cannot work:")
    expect(stderr).toContain(message)
  })

  it("refuses a release whose name cannot be a Service's, and says how to go on", () => {
    const { stderr } = template(helm, { document: guide }, { name: "my.app", namespace: "ns" })
    expect(stderr).toContain("set fullnameOverride")
  })

  it("lists all problems at once", () => {
    const { stderr } = template(helm, { document: { ...guide, provider: {}, headers: null } })
    expect(stderr.match(/^ {2}- /gm)).toHaveLength(2)
  })
})
