/** A small fake world for the pure part of `init`: change what a test is about, and leave the rest. */
import { companyProfile } from "../../src/core/contract/company.ts"
import type { Answers, Origins } from "../../src/core/plan/answers.ts"
import type { Place, Snapshot } from "../../src/core/plan/snapshot.ts"
import { type AppFacts, parseApp } from "../../src/core/repo/app.ts"
import type { GitFacts } from "../../src/core/repo/git-facts.ts"
import type { ReleaseFacts } from "../../src/core/repo/release.ts"
import { applicationText, valuesText } from "./apps-repo.ts"

export const fakeGit = (changes: Partial<GitFacts> = {}): GitFacts => ({
  currentBranch: "main",
  branches: new Map([["main", { commit: "c0ffee", checkedOut: true }]]),
  defaultBranch: { name: "main", label: "origin/main", commit: "c0ffee" },
  hasRemote: true,
  remote: { host: "github.example.com", owner: "shop", name: "apps-shop" },
  operation: undefined,
  ...changes,
})

export function fakeApp(values = valuesText("web.shop-dev.example.com"), name = "web"): AppFacts {
  const app = parseApp({ namespace: "shop-dev", name, application: applicationText(name), values })
  if (!app.ok) throw new Error(JSON.stringify(app.problems))
  return app.value
}

export const workingTree = (texts: Readonly<Record<string, string>> = {}): Place => ({
  destination: { kind: "working-tree" },
  texts: new Map(Object.entries(texts)),
  drafts: new Map(),
})

export const branchPlace = (
  texts: Readonly<Record<string, string>> = {},
  changes: Partial<Place> = {},
): Place => ({
  destination: {
    kind: "branch",
    branch: "idp-oidc/web-oidc",
    parent: "c0ffee",
    base: "origin/main",
    exists: false,
  },
  texts: new Map(Object.entries(texts)),
  drafts: new Map(),
  ...changes,
})

export const fakeSnapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  git: fakeGit(),
  profile: companyProfile,
  app: fakeApp(),
  releases: [],
  existing: undefined,
  sibling: undefined,
  workflow: undefined,
  asked: [],
  deploy: workingTree(),
  wire: undefined,
  merged: false,
  appOnBase: fakeApp(),
  ticketFile: undefined,
  ...changes,
})

export const fakeAnswers = (changes: Partial<Answers> = {}): Answers => ({
  namespace: "shop-dev",
  app: "web",
  release: "web-oidc",
  middleware: changes.release ?? "web-oidc",
  displayName: "Web (shop-dev)",
  hosts: ["web.shop-dev.example.com"],
  ingress: "public",
  bypass: [],
  groups: [],
  claims: [],
  runtime: "platform",
  chartVersion: "0.3.3",
  cookiePrefix: "_ShopDevWeb_",
  ticketLanguage: "en",
  ...changes,
})

/** A release of which only this is known. */
export const fakeRelease = (changes: Partial<ReleaseFacts> = {}): ReleaseFacts => ({
  name: "web-oidc",
  middleware: "web-oidc",
  path: "apps/shop-dev/web-oidc/values.yaml",
  applicationPath: "apps/shop-dev/web-oidc/application.yaml",
  chartVersion: undefined,
  domain: undefined,
  cookieNamePrefix: undefined,
  bypassPaths: [],
  assertClaims: [],
  ...changes,
})

export const fakeOrigins: Origins = { hosts: "apps/shop-dev/web/values.yaml:7" }
