import { describe, expect, it } from "vitest"
import type { Kubectl, KubectlRefusal } from "../../src/adapters/kubectl/kubectl.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import type { ReadSecrets } from "../../src/doctor/facts.ts"
import { planFixes } from "../../src/doctor/fixes.ts"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { type Examined, examineBy, noKubectl, say } from "./examine.ts"

const host = "webshop.shop-test.idp.example.com"
const path = (part: string) => `customer/shop-test/webshop-oidc-${part}`

const healthy = {
  externalSecret: {
    metadata: { name: "webshop-oidc" },
    spec: {
      target: { name: "webshop-oidc-secret" },
      data: [
        { secretKey: "id", remoteRef: { key: path("client-id") } },
        { secretKey: "secret", remoteRef: { key: path("client-secret") } },
        { secretKey: "session", remoteRef: { key: path("session-secret") } },
      ],
    },
    status: { conditions: [{ type: "Ready", status: "True", reason: "SecretSynced" }] },
  },
  middleware: { metadata: { name: "webshop-oidc" }, spec: { plugin: {} } },
  ingress: {
    metadata: {
      name: "webshop",
      annotations: {
        "traefik.ingress.kubernetes.io/router.middlewares":
          "shop-test-compress@kubernetescrd,shop-test-webshop-oidc@kubernetescrd",
      },
    },
    spec: { rules: [{ host }] },
  },
  keys: "id 36\nsecret 40\nsession 32\n" as string | KubectlRefusal,
}

type World = { [Kind in keyof typeof healthy]: (typeof healthy)[Kind] | undefined }

const kubectlFor = (world: World): Kubectl => ({
  ...noKubectl,
  get: async ([kind = "", name = ""]) => {
    if (kind === "secret") {
      expect(name).toBe("webshop-oidc-secret")
      const { keys = "not-found" } = world
      return keys.includes("\n")
        ? { kind: "text", text: keys }
        : { kind: "refused", reason: keys as KubectlRefusal }
    }
    const item = kind.startsWith("external")
      ? world.externalSecret
      : kind.startsWith("middle")
        ? world.middleware
        : world.ingress
    return { kind: "text", text: JSON.stringify({ items: item === undefined ? [] : [item] }) }
  },
})

const cluster = catalogue.filter(({ id }) => /50[12456]$/.test(id))

async function judge(
  kubectl: Kubectl,
  edit: (texts: Map<string, string>) => void = () => undefined,
  examined: Examined = {},
) {
  const texts = makeHealthyRepo()
  edit(texts)
  return say(await examineBy(cluster, texts, { scope: { app: "webshop" }, kubectl, ...examined }))
}

const allPass = { "501": "pass", "502": "pass", "504": "pass", "505": "pass", "506": "pass" }

describe("the cluster checks", () => {
  it("pass where the cluster has what the files say", async () => {
    expect(await judge(kubectlFor(healthy))).toEqual(allPass)
  })

  const { externalSecret, ingress } = healthy
  const cases: readonly (readonly [string, Partial<World>, Record<string, string>])[] = [
    [
      "no ExternalSecret",
      { externalSecret: undefined },
      { "502": "fail: no ExternalSecret asks for the secrets of webshop-oidc" },
    ],
    [
      "an ExternalSecret that AWS refuses",
      {
        externalSecret: {
          ...externalSecret,
          status: { conditions: [{ type: "Ready", status: "False", reason: "SecretSyncedError" }] },
        },
        keys: "not-found",
      },
      {
        "502": "fail: the ExternalSecret of webshop-oidc is not synced: SecretSyncedError",
        "504": "fail: the Secret webshop-oidc-secret is not there",
      },
    ],
    [
      "a line break behind the session secret",
      { keys: "id 36\nsecret 40\nsession 33\n" },
      { "504": "fail: sessionSecret of webshop-oidc has the wrong length: 33 bytes" },
    ],
    [
      "an id that is none",
      { keys: "id 40\nsecret 36\nsession 32\n" },
      { "504": "fail: clientId of webshop-oidc has the wrong length: 40 bytes" },
    ],
    [
      "a missing value",
      { keys: "id 36\nsession 32\n" },
      { "504": "fail: the Secret of webshop-oidc lacks clientSecret" },
    ],
    [
      "a Secret that may not be read",
      { keys: "forbidden" },
      { "504": "unknown: you may not read this in the namespace" },
    ],
    [
      "no Middleware",
      { middleware: undefined },
      { "505": "fail: there is no Middleware webshop-oidc in shop-test: none" },
    ],
    [
      "a Middleware of the other runtime",
      { middleware: { metadata: { name: "webshop-oidc" }, spec: { forwardAuth: {} } } as never },
      { "505": "warn: the Middleware webshop-oidc is of another chart version: forwardAuth, 1.x" },
    ],
    [
      "an Ingress that was not synced",
      { ingress: { ...ingress, metadata: { name: "webshop", annotations: {} as never } } },
      { "506": "fail: the Ingress webshop does not refer to webshop-oidc: no middlewares" },
    ],
  ]
  it.each(cases)("see %s", async (_, world, expected) => {
    expect(await judge(kubectlFor({ ...healthy, ...world }))).toEqual({ ...allPass, ...expected })
  })

  it("say nothing of a cluster that does not serve the app", async () => {
    const seen = await judge(
      kubectlFor({ externalSecret: undefined, middleware: undefined, ingress: undefined, keys: undefined }),
    )
    const unknown = "unknown: the cluster that kubectl is logged in to serves no host of shop-test"
    expect(seen).toEqual({ "501": unknown, "502": unknown, "504": unknown, "505": unknown, "506": unknown })
  })

  it.each([
    ["not-installed", "kubectl is not installed"],
    ["no-login", "kubectl is not logged in to a cluster"],
  ] as const)("are unknown, never healthy, where kubectl is refused: %s", async (reason, what) => {
    const seen = await judge({ ...noKubectl, get: async () => ({ kind: "refused", reason }) })
    expect(new Set(Object.values(seen))).toEqual(new Set([`unknown: ${what}`]))
  })

  it("are unknown where the right to read is missing, and say which", async () => {
    const refused: Kubectl = { ...noKubectl, get: async () => ({ kind: "refused", reason: "forbidden" }) }
    const unknown = "unknown: you may not read this in the namespace"
    expect(await judge(refused)).toEqual({
      "501": "unknown: you may not read externalsecrets, middlewares, ingresses",
      "502": unknown,
      "504": unknown,
      "505": unknown,
      "506": unknown,
    })
  })

  it("use the login for the namespace where there is one", async () => {
    const used = new Set<string | undefined>()
    await judge({
      ...noKubectl,
      contexts: async () => ["minikube", "idp-ns-shop-test"],
      get: async (args, context) => {
        used.add(context)
        return kubectlFor(healthy).get(args)
      },
    })
    expect([...used]).toEqual(["idp-ns-shop-test"])
  })

  it("take any length of the session secret on 1.x, which knows several", async () => {
    const seen = await judge(kubectlFor({ ...healthy, keys: "id 36\nsecret 40\nsession 65\n" }), (texts) =>
      replace(texts, paths.application, "0.3.3", "1.0.0"),
    )
    expect(seen["504"]).toBe("pass")
  })
})

describe("the check of what the cluster has fetched", () => {
  const changedAt = Date.UTC(2026, 10, 23, 12)
  const check = catalogue.filter(({ id }) => id === "OIDC503")
  const secrets: ReadSecrets = {
    signIn: { profile: "idp-ns-shop-test", region: "eu-west-1", regionSource: "the platform's" },
    describe: async () => ({ kind: "present", changedAt }),
    read: async () => undefined,
    list: async () => [],
  }
  const look = (refreshTime: string | undefined, minutesLater: number, refreshInterval = "1h0m0s") => {
    const { status, spec } = healthy.externalSecret
    const externalSecret = {
      ...healthy.externalSecret,
      spec: { ...spec, refreshInterval },
      status: { ...status, refreshTime },
    }
    return examineBy(check, makeHealthyRepo(), {
      scope: { app: "webshop" },
      kubectl: kubectlFor({ ...healthy, externalSecret }),
      aws: async () => secrets,
      now: () => changedAt + minutesLater * 60_000,
    })
  }

  it("passes where it was fetched after the last change", async () => {
    expect(say(await look("2026-11-23T12:00:01Z", 300))).toEqual({ "503": "pass" })
  })

  it("waits for the next time", async () => {
    expect(say(await look("2026-11-23T11:50:00Z", 20))["503"]).toMatch(/^info: .* fetches again by itself/)
  })

  it.each([
    ["the time has passed", "1h0m0s", 80],
    ["it is fetched once only", "0", 1],
  ])("sees a value that is old where %s, and makes an edit that fetches it", async (_, interval, minutes) => {
    const results = await look("2026-11-23T11:50:00Z", minutes, interval)
    expect(say(results)["503"]).toMatch(/^fail: a secret of webshop-oidc was stored after/)
    const texts = makeHealthyRepo()
    const [effect] = planFixes(results, texts).effects
    expect(effect?.after.replace(texts.get(paths.values) ?? "", "")).toMatch(
      /^forceSync: "2026-11-23T1\d:\d\d"\n$/,
    )
  })
})

describe("the check of the ingress's log", () => {
  const look = async (text: string | KubectlRefusal) =>
    say(
      await examineBy(
        catalogue.filter(({ id }) => id === "OIDC507"),
        makeHealthyRepo(),
        {
          scope: { app: "webshop" },
          kubectl: {
            ...noKubectl,
            logs: async () =>
              text === "forbidden" ? { kind: "refused", reason: text } : { kind: "text", text },
          },
        },
      ),
    )["507"]

  it.each([
    [
      'middleware "shop-test-webshop-oidc@kubernetescrd" does not exist',
      "the ingress refers to a middleware that is not there",
    ],
    [
      "plugin shop-test-webshop-oidc@kubernetescrd: invalid secret provided",
      "the session secret does not have 32 bytes",
    ],
  ])("reads %j", async (line, expected) => {
    expect(await look(`x\n${line}\n`)).toContain(`fail: ${expected}`)
  })

  it("says nothing of other apps", async () => {
    expect(await look('middleware "shop-test-other-oidc@kubernetescrd" does not exist\n')).toBe("pass")
  })

  it("is unknown to most people", async () => {
    expect(await look("forbidden")).toBe("unknown: you may not read this in the namespace")
  })
})
