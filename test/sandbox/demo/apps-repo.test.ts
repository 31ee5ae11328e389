import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { parseApplication } from "../../../src/core/contract/parse-application.ts"
import { parseProfile, profilePath } from "../../../src/core/contract/profile.ts"
import { demoApp, demoHost, demoNamespace, makeAppsRepo } from "../../../src/sandbox/demo/apps-repo.ts"

const repo = makeAppsRepo("servicedesk@example.com")

describe("the demo's apps repo", () => {
  it("holds applications that the platform would take", () => {
    const applications = [...repo].filter(([path]) => path.endsWith("application.yaml"))
    expect(applications.length).toBeGreaterThan(3)
    for (const [path, text] of applications)
      expect(parseApplication(text, { path }), path).toMatchObject({ ok: true })
  })

  it("has a profile that says where tickets go", () => {
    expect(parseProfile(repo.get(profilePath))).toMatchObject({
      ok: true,
      value: { servicedesk: "servicedesk@example.com", runtime: "forward-auth" },
    })
  })

  it("holds an app that the ingress serves, with comments and a list to append to", () => {
    const text = repo.get(`apps/${demoNamespace}/${demoApp}/values.yaml`) ?? ""
    expect(parse(text).ingress).toMatchObject({
      enabled: true,
      fqdn: [demoHost],
      public: { enabled: true, middlewares: ["shop-test-compress@kubernetescrd"] },
    })
    expect(text).toContain("# shared with the other shops")
  })

  it("has a secrets workflow per namespace, which never interpolates the value", () => {
    const workflows = [...repo].filter(([path]) => path.startsWith(".github/workflows/"))
    const namespaces = new Set([...repo.keys()].flatMap((path) => /^apps\/([^/]+)\//.exec(path)?.[1] ?? []))
    expect(workflows).toHaveLength(namespaces.size)
    for (const [, text] of workflows) {
      expect(Object.keys(parse(text).on.workflow_dispatch.inputs)).toEqual(["subpath", "value"])
      expect(text).not.toContain("${{")
    }
  })
})
