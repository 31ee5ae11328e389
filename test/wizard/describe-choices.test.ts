import { describe, expect, it } from "vitest"
import { describeChoices } from "../../src/wizard/describe-choices.ts"
import { valuesText } from "../fakes/apps-repo.ts"

const files: Readonly<Record<string, string>> = {
  "apps/shop/web/values.yaml": valuesText("web.example.com"),
  "apps/shop/both/values.yaml":
    "ingress:\n  enabled: true\n  fqdn: [a.example.com]\n  public: {enabled: true}\n  private: {enabled: true}\n",
  "apps/shop/worker/values.yaml": "replicas: 2\n",
  "apps/shop/broken/values.yaml": "a: [\n",
}
const describeIn = async (apps: readonly string[], folders: readonly string[] = apps) => {
  const read: string[] = []
  const tree = {
    label: "the working tree",
    folders: async () => [],
    files: async () => [],
    read: async (paths: readonly string[]) => {
      read.push(...paths)
      return paths.map((path) => files[path])
    },
  }
  const missing = [{ flag: "--app", why: "there are several", choices: apps }]
  const [described] = await describeChoices(tree, missing, { namespaces: new Map([["shop", folders]]) })
  return { notes: described?.notes, read }
}

describe("the apps to choose from", () => {
  it("are told apart by their hosts, their ingress, and whether they ask for login already", async () => {
    const folders = ["web", "web-oidc", "both", "worker", "broken", "new"]
    const { notes } = await describeIn(["web", "both", "worker", "broken", "new"], folders)
    expect(notes).toEqual({
      web: "web.example.com, public, has an OIDC middleware",
      both: "a.example.com and 1 more, public and private",
      worker: "no ingress",
    })
  })

  it("are not read where there are hundreds of them", async () => {
    const apps = Array.from({ length: 300 }, (_, index) => `app-${index}`)
    const { notes, read } = await describeIn(apps, [...apps, "app-7-oidc"])
    expect(read).toEqual([])
    expect(notes).toEqual({ "app-7": "has an OIDC middleware" })
  })
})
