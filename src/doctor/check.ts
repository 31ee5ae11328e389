/** What a check of the doctor is: data, and one function that looks. */
import type { Location } from "../core/errors.ts"
import type { YamlOperation } from "../core/yaml/operation.ts"
import type { Facts } from "./facts.ts"

/** In the order of the report. */
export const groups = [
  "env",
  "repo",
  "chart",
  "wire",
  "github",
  "aws",
  "cluster",
  "argo",
  "http",
  "entra",
] as const
export type Group = (typeof groups)[number]

export type CheckId = `OIDC${number}`

/** What a check must be able to reach, and what that is called. Files are always there. */
export const accesses = {
  files: "the files of the repository",
  network: "the network",
  github: "a token for GitHub",
  aws: "a sign-in to AWS",
  values: "--read-values",
  cluster: "kubectl with a login to the cluster",
  argo: "a login to ArgoCD",
  https: "HTTPS to the app's hosts",
  login: "HTTPS to the login host",
  claims: "--claims FILE",
} as const
export type Access = keyof typeof accesses

export interface Check {
  readonly id: CheckId
  readonly group: Group
  /** A claim that is true where all is well. */
  readonly title: string
  readonly needs: readonly Access[]
  /** Checks whose failure leaves this one nothing to look at. */
  readonly after: readonly CheckId[]
  /** What to do where a finding says nothing of its own. */
  readonly hint: string
  readonly run: (facts: Facts) => Promise<Look>
}

/** What looking came to. No findings is a pass. */
export type Look =
  | { readonly kind: "looked"; readonly findings: readonly Finding[] }
  | { readonly kind: "nothing"; readonly why: string }
  | OutOfReach

/** The evidence is where this run cannot look. Never a pass, and no fault of the login. */
export interface OutOfReach {
  readonly kind: "out-of-reach"
  readonly access: Access
  /** A part of a sentence without a full stop, such as `the sign-in has expired`. */
  readonly why: string
  /** What gives access. */
  readonly hint?: string
  readonly command?: string
}

export const looked = (...findings: readonly Finding[]): Look => ({ kind: "looked", findings })
/** For a check that has no subject here: said in the report, never counted as a pass. */
export const nothing = (why: string): Look => ({ kind: "nothing", why })

export const outOfReach = (
  access: Access,
  why: string,
  help: Pick<OutOfReach, "hint" | "command"> = {},
): OutOfReach => ({ kind: "out-of-reach", access, why, ...help })

/** True for what a fact gives in place of its value. */
export const isOutOfReach = (fact: unknown): fact is OutOfReach =>
  typeof fact === "object" && fact !== null && "kind" in fact && fact.kind === "out-of-reach"

/** `unknown`: the evidence could not be had. */
export type Severity = "fail" | "warn" | "unknown" | "info"

export interface Finding {
  readonly severity: Severity
  /** A sentence without a full stop. Never holds a secret. */
  readonly what: string
  readonly location?: Location
  /** What stands there; left out where it could be a secret. */
  readonly found?: string
  readonly expected?: string
  /** One command that helps. */
  readonly command?: string
  readonly hint?: string
  readonly fix?: Fix
}

/** An edit of one file of the repository. */
export interface Fix {
  readonly path: string
  readonly operations: readonly YamlOperation[]
  /** A line that is a comment, and what it becomes: operations leave comments alone. */
  readonly comment?: { readonly before: string; readonly after: string }
}

type Details = Omit<Finding, "severity" | "what">

const finding =
  (severity: Severity) =>
  (what: string, details: Details = {}): Finding => ({ severity, what, ...details })

export const fail = finding("fail")
export const warn = finding("warn")
export const info = finding("info")
export const unknown = finding("unknown")
