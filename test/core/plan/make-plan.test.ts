import { describe, expect, it } from "vitest"
import { AppError } from "../../../src/core/errors.ts"
import type { Answers, Origins } from "../../../src/core/plan/answers.ts"
import type { Effect } from "../../../src/core/plan/effect.ts"
import { makePlan, type PlanOptions } from "../../../src/core/plan/make-plan.ts"
import type { Snapshot } from "../../../src/core/plan/snapshot.ts"
import { applicationText, valuesText } from "../../fakes/apps-repo.ts"
import {
  branchPlace,
  fakeAnswers,
  fakeApp,
  fakeOrigins,
  fakeRelease,
  fakeSnapshot,
  workingTree,
} from "../../fakes/snapshot.ts"

const paths = {
  app: "apps/shop-dev/web/values.yaml",
  application: "apps/shop-dev/web-oidc/application.yaml",
  values: "apps/shop-dev/web-oidc/values.yaml",
}
const reference = "shop-dev-web-oidc@kubernetescrd"

interface Case {
  readonly answers?: Partial<Answers>
  readonly snapshot?: Partial<Snapshot>
  readonly origins?: Origins
  readonly options?: Partial<PlanOptions>
}

const plan = ({ answers = {}, snapshot = {}, origins = fakeOrigins, options = {} }: Case = {}) =>
  makePlan(fakeAnswers(answers), origins, fakeSnapshot(snapshot), {
    wire: "no",
    ticketOut: undefined,
    here: { repo: undefined, path: (path: string) => path },
    ...options,
  })

const kinds = (effects: readonly Effect[]) => effects.map(({ kind }) => kind)

const afterOf = (effects: readonly Effect[], path: string): string => {
  for (const effect of effects) {
    const files = effect.kind === "commit" ? effect.files : [effect]
    for (const file of files)
      if ((file.kind === "create-file" || file.kind === "edit-file") && file.path === path) return file.after
  }
  throw new Error(`nothing changes ${path}`)
}

/** What a first run leaves behind. */
const written = (answers: Partial<Answers> = {}): Readonly<Record<string, string>> => {
  const { effects } = plan({ answers })
  return Object.fromEntries([paths.application, paths.values].map((path) => [path, afterOf(effects, path)]))
}

const code = (example: Case): string | undefined => {
  try {
    plan(example)
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return undefined
}

describe("makePlan, deploying", () => {
  it("orders the ticket, names the secrets and makes the guide's two files", () => {
    const { status, effects } = plan()
    expect({ status, kinds: kinds(effects) }).toEqual({
      status: "planned",
      kinds: ["ticket", "instruct", "create-file", "create-file"],
    })
  })

  it("says at once what would keep the reference out of the app's file", () => {
    const values = "ingress:\n  private: &one\n    enabled: true\n  public: *one\n"
    const { notes, status } = plan({ snapshot: { app: fakeApp(values) } })
    expect(status).toBe("planned")
    expect(notes.join()).toMatch(/could not be added as the file stands\. .*values\.yaml:4:3: .*is an alias/)
    expect(plan().notes.join()).not.toContain("could not be added")
  })

  it("writes the guide's application.yaml", async () => {
    await expect(afterOf(plan().effects, paths.application)).toMatchFileSnapshot("golden/application.yaml")
  })

  const golden: readonly [string, Partial<Answers>][] = [
    ["values-least.yaml", {}],
    [
      "values-everything.yaml",
      {
        hosts: ["web.shop-dev.example.com", "internal-web.shop-dev.example.com"],
        ingress: "both",
        bypass: ["/api/health", "/favicon.ico"],
        groups: ["awssso-web-admin", "Økonomi: alle"],
        claims: [{ name: "roles", allOf: ["reader", "yes"] }, { name: "department" }],
      },
    ],
    [
      "values-forward-auth.yaml",
      {
        runtime: "forward-auth",
        chartVersion: "1.0.0",
        hosts: ["web.shop-dev.example.com", "internal-web.shop-dev.example.com", "www.example.com"],
      },
    ],
  ]
  it.each(golden)("writes %s", async (file, answers) => {
    await expect(afterOf(plan({ answers }).effects, paths.values)).toMatchFileSnapshot(`golden/${file}`)
  })

  const tickets: readonly [string, Partial<Answers>][] = [
    ["ticket-da.txt", { ticketLanguage: "da" }],
    ["ticket-en.txt", {}],
    [
      "ticket-da-everything.txt",
      {
        ticketLanguage: "da",
        hosts: ["web.shop-dev.example.com", "internal-web.shop-dev.example.com"],
        groups: ["awssso-web-admin", "awssso-web-user"],
        claims: [{ name: "roles", anyOf: ["reader"] }],
      },
    ],
    [
      "ticket-en-everything.txt",
      {
        hosts: ["web.shop-dev.example.com", "internal-web.shop-dev.example.com"],
        groups: ["awssso-web-admin", "awssso-web-user"],
        claims: [{ name: "roles", anyOf: ["reader"] }],
      },
    ],
  ]
  it.each(tickets)("drafts %s", async (file, answers) => {
    const ticket = plan({ answers }).effects.find(({ kind }) => kind === "ticket")
    await expect(ticket?.kind === "ticket" ? ticket.text : "").toMatchFileSnapshot(`golden/${file}`)
  })

  it("plans nothing where everything is there already", () => {
    const { status, effects } = plan({ snapshot: { deploy: workingTree(written()), merged: true } })
    expect({ status, effects }).toEqual({ status: "nothing-to-do", effects: [] })
  })

  it("writes as the app's own file ends its lines", () => {
    const app = fakeApp(valuesText("web.shop-dev.example.com").replaceAll("\n", "\r\n"))
    const text = afterOf(plan({ snapshot: { app } }).effects, paths.values)
    expect(text.split("\r\n").length).toBe(text.split("\n").length)
  })

  it("adds to a file of somebody's hand only what the chart cannot do without", () => {
    const own = "# ours\ncookieNamePrefix: _Own_ # keep\n\nlogLevel: INFO\n"
    const { effects } = plan({
      snapshot: { deploy: workingTree({ ...written(), [paths.values]: own }) },
    })
    expect(kinds(effects)).toEqual(["edit-file"])
    const after = afterOf(effects, paths.values)
    expect(after.startsWith(own)).toBe(true)
    expect(after.slice(own.length)).toContain("domain: web.shop-dev.example.com")
    expect(after.slice(own.length)).toContain("clientId: customer/shop-dev/web-oidc-client-id")
  })

  it.each([
    ["one JSON secret", "externalSecret:\n  remoteSecretPath: customer/shop-dev/all\n"],
    ["a Secret made elsewhere", "externalSecret:\n  enabled: false\n"],
  ])("leaves a file that names %s as it is", (_, secrets) => {
    const text = `domain: web.shop-dev.example.com\n${secrets}`
    const deploy = workingTree({ ...written(), [paths.values]: text })
    expect(plan({ snapshot: { deploy } }).effects).toEqual([])
  })

  it.each([
    ["a host", { hosts: ["other.example.com"] }, { hosts: "--host" }, "--host"],
    ["a group", { groups: ["admins"] }, { groups: "--group" }, "--group"],
    ["bypass paths", { bypass: ["/x"] }, { bypass: "--bypass" }, "--bypass"],
    ["a version", { chartVersion: "0.3.1" }, { chartVersion: "--chart-version" }, "--chart-version"],
    ["a cookie prefix", { cookiePrefix: "_X_" }, { cookiePrefix: "--cookie-prefix" }, "--cookie-prefix"],
  ] as const)(
    "asks a human where a flag wants %s and the file says something else",
    (_, answers, origins, flag) => {
      const { status, effects, waits } = plan({
        answers: answers as Partial<Answers>,
        origins,
        snapshot: { deploy: workingTree(written()) },
      })
      expect({ status, effects }).toEqual({ status: "action-required", effects: [] })
      expect(waits.join()).toContain(flag)
    },
  )

  it("refuses a folder that deploys something else", () => {
    const deploy = workingTree({ [paths.application]: applicationText("web-oidc", "helm/idp-advanced") })
    expect(code({ snapshot: { deploy } })).toBe("app/release-name-taken")
  })

  it("refuses answers that the chart would refuse together", () => {
    expect(code({ answers: { claims: [{ name: "roles", anyOf: [1] as unknown as string[] }] } })).toBe(
      "usage/invalid-answer",
    )
  })

  it("commits files to a branch, and takes those that a run left in the working tree", () => {
    const drafts = new Map(Object.entries(written()))
    const edited = `${drafts.get(paths.values)}logLevel: INFO\n`
    drafts.set(paths.values, edited)
    const { effects, notes } = plan({ snapshot: { deploy: branchPlace({}, { drafts }) } })
    expect(kinds(effects)).toEqual(["ticket", "instruct", "commit"])
    expect(afterOf(effects, paths.values)).toBe(edited)
    expect(notes.join()).toContain("taken from your working tree")
  })

  it("writes a ticket file only where it is not up to date", () => {
    const options = { ticketOut: "ticket.txt" }
    const [ticket] = plan({ options }).effects
    const text = ticket?.kind === "ticket" ? ticket.text : ""
    const snapshot = { deploy: workingTree(written()) }
    expect(kinds(plan({ options, snapshot }).effects)).toEqual(["ticket"])
    expect(plan({ options, snapshot: { ...snapshot, ticketFile: text } }).effects).toEqual([])
  })
})

describe("makePlan, wiring", () => {
  const text = valuesText("web.shop-dev.example.com")
  const wired = { deploy: workingTree(written()), wire: workingTree({ [paths.app]: text }) }
  const options = { wire: "with-evidence" } as const

  it("waits while the files are not merged, and still deploys", () => {
    const { status, effects, waits, next } = plan({
      options,
      snapshot: { wire: wired.wire },
    })
    expect(status).toBe("action-required")
    expect(kinds(effects)).toEqual(["ticket", "instruct", "create-file", "create-file"])
    expect(waits).toEqual([expect.stringContaining("not on origin/main")])
    expect(next.at(-1)?.command).toBe("idp-oidc init --namespace shop-dev --app web --yes --wire")
  })

  it("adds one reference per ingress and changes nothing else", () => {
    const { effects } = plan({ options, snapshot: { ...wired, merged: true } })
    const after = afterOf(effects, paths.app)
    const added = `    middlewares:\n      - ${reference}\n`
    expect(after).toContain(added)
    expect(after.replace(added, "")).toBe(text)
  })

  it("keeps what the ingress references already, and adds to its end", () => {
    const own = text.replace(
      "  public:\n    enabled: true\n",
      "  public:\n    enabled: true\n    middlewares: # first the allow list\n    - shop-dev-allow@kubernetescrd\n",
    )
    const wire = workingTree({ [paths.app]: own })
    const after = afterOf(plan({ options, snapshot: { ...wired, wire, merged: true } }).effects, paths.app)
    expect(after).toContain(`    - shop-dev-allow@kubernetescrd\n    - ${reference}\n`)
  })

  it("plans nothing where the ingress is wired", () => {
    const after = afterOf(plan({ options, snapshot: { ...wired, merged: true } }).effects, paths.app)
    const again = plan({
      options,
      snapshot: { ...wired, app: fakeApp(after), wire: workingTree({ [paths.app]: after }), merged: true },
    })
    expect(again).toMatchObject({ status: "nothing-to-do", effects: [], next: [] })
  })

  it("says loudly that nothing was verified", () => {
    const { status, effects, notes } = plan({
      options: { wire: "unverified" },
      snapshot: { wire: wired.wire },
    })
    expect(status).toBe("planned")
    expect(kinds(effects).at(-1)).toBe("edit-file")
    expect(notes.join()).toMatch(/^UNVERIFIED/)
  })

  it("never puts both changes into one commit", () => {
    const { effects } = plan({
      options: { wire: "unverified" },
      snapshot: { deploy: branchPlace({}), wire: branchPlace({ [paths.app]: text }) },
    })
    const commits = effects.flatMap((effect) => (effect.kind === "commit" ? [effect.files.length] : []))
    expect(commits).toEqual([2, 1])
  })

  it("refers to the middleware by the name that it has", () => {
    const { effects } = plan({
      answers: { middleware: "login" },
      options,
      snapshot: { ...wired, merged: true },
    })
    expect(effects.map((effect) => (effect.kind === "edit-file" ? effect.after : "")).join()).toContain(
      "shop-dev-login@kubernetescrd",
    )
  })

  it("refuses a second login on one ingress", () => {
    const own = text.replace(
      "  public:\n    enabled: true\n",
      "  public:\n    enabled: true\n    middlewares: [shop-dev-login@kubernetescrd]\n",
    )
    const releases = [fakeRelease({ name: "shop-login", middleware: "login" })]
    const wire = workingTree({ [paths.app]: own })
    expect(code({ options, snapshot: { ...wired, wire, releases, merged: true } })).toBe(
      "app/already-protected",
    )
  })
})

describe("an edit of a file", () => {
  const edit = { path: paths.values, from: "", text: "domain: other.example.com\n" }

  it("that is not written any more is told of, unless it is what stands there", () => {
    const notes = (there: Readonly<Record<string, string>>) =>
      plan({ snapshot: { deploy: workingTree(there) }, options: { edits: [edit] } }).notes.join("\n")
    expect(notes(written())).toContain(`Your edit of ${paths.values} is not used`)
    const whole = written()
    const same = { ...edit, text: whole[paths.values] ?? "" }
    expect(
      plan({ snapshot: { deploy: workingTree(whole) }, options: { edits: [same] } }).notes.join("\n"),
    ).not.toContain("is not used")
  })

  it.each([
    ["", undefined],
    ["bypassPaths: [/mine]\n", "Open without login: /mine."],
    [
      "bypassPaths: [/mine]\nbypassAuthenticationRule: PathPrefix(`/x`)\n",
      "Open without login: PathPrefix(`/x`).",
    ],
    ["bypassPaths: [\n", "Open without login: /health."],
  ])("is what says which paths are open: %j", (text, expected) => {
    const { notes } = plan({ answers: { bypass: ["/health"] }, options: { edits: [{ ...edit, text }] } })
    expect(notes.find((note) => note.startsWith("Open"))?.slice(0, expected?.length)).toBe(expected)
  })

  it("is judged only where there is one: other hands may have their reasons", () => {
    const texts = { ...written(), [paths.application]: "helm:\n  chart: helm/idp-oidc-middleware\n" }
    expect(plan({ snapshot: { deploy: workingTree(texts) } }).faults).toEqual([])
  })
})
