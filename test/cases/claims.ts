/**
 * Claim rules and whether they hold on `sampleClaims`. Source: what the existing middleware's own check answered on the same
 * rows; `existing` stands where it answered otherwise, with our reason.
 */
import type { ClaimAssertion } from "../../src/core/contract/values.ts"

export const sampleClaims: Readonly<Record<string, unknown>> = {
  sub: "u1",
  groups: ["admin", "Reader", "a,admin", "it"],
  roles: "writer",
  "a-b": "hyphen",
  "with space": "spaced",
  "a@b": "at",
  "https://x/y": "url",
  "x.y": "dotted",
  "it's": "quoted",
  ø: "nordic",
  nested: { role: "owner", deep: { list: ["x", "y"] }, "k-k": "v" },
  list: [{ id: "1" }, { id: "2", tags: ["t"] }],
  lists: [["a", "b"], ["c"]],
  count: 7,
  big: 1753114449,
  ratio: 1.5,
  yes: true,
  none: null,
  empty: "",
  emptyList: [],
  object: { k: "v" },
  mixed: [1, true, null, "one", ["in"], { k: "v" }],
  length: "named length",
}

export interface ClaimCase {
  readonly rule: ClaimAssertion
  readonly holds: boolean
  readonly existing?: { readonly holds: boolean; readonly why: string }
}

const numbers = "numbers are compared as they are written"
const text = "objects and null are equal to no text"
const rfc = "the RFC's syntax"

const any = (name: string, ...anyOf: string[]): ClaimAssertion => ({ name, anyOf })
const all = (name: string, ...allOf: string[]): ClaimAssertion => ({ name, allOf })

export const claimCases: readonly ClaimCase[] = [
  // Lists
  { rule: any("groups", "admin"), holds: true },
  { rule: any("groups", "nobody", "it"), holds: true },
  { rule: any("groups", "nobody"), holds: false },
  { rule: any("groups", "reader"), holds: false },
  { rule: any("groups", "a"), holds: false },
  { rule: any("groups", "admin,it"), holds: false },
  { rule: all("groups", "admin", "it"), holds: true },
  { rule: all("groups", "admin", "nobody"), holds: false },
  { rule: { name: "groups", anyOf: ["x", "it"], allOf: ["admin"] }, holds: true },
  { rule: { name: "groups", anyOf: ["it"], allOf: ["nobody"] }, holds: false },
  { rule: { name: "groups", anyOf: ["nobody"], allOf: ["admin"] }, holds: false },
  { rule: any("emptyList", "x"), holds: false },
  { rule: any("lists[*]", "c"), holds: true },
  { rule: { name: "lists[*]", anyOf: ["b"], allOf: ["a"] }, holds: true },
  { rule: { name: "lists[*]", anyOf: ["c"], allOf: ["a"] }, holds: false },
  { rule: all("lists[*]", "c"), holds: false },
  { rule: all("lists[*]", "a", "b"), holds: true },
  // Scalars
  { rule: any("roles", "writer"), holds: true },
  { rule: any("roles", "Writer"), holds: false },
  { rule: any("roles", "write"), holds: false },
  { rule: all("roles", "writer"), holds: true },
  { rule: all("roles", "writer", "reader"), holds: false },
  { rule: all("list[*].id", "1", "2"), holds: true },
  { rule: all("list[*].id", "1", "3"), holds: false },
  { rule: any("list[*].id", "2"), holds: true },
  { rule: { name: "list[*].id", anyOf: ["1"], allOf: ["2"] }, holds: true },
  { rule: any("yes", "true"), holds: true },
  { rule: any("count", "7"), holds: true },
  { rule: any("ratio", "1.5"), holds: true },
  { rule: any("big", "1753114449"), holds: true, existing: { holds: false, why: numbers } },
  { rule: any("big", "1.753114449e+09"), holds: false, existing: { holds: true, why: numbers } },
  { rule: any("object", "map[k:v]"), holds: false, existing: { holds: true, why: text } },
  { rule: any("none", "<nil>"), holds: false, existing: { holds: true, why: text } },
  { rule: any("none", "null"), holds: false },
  { rule: any("mixed", "1"), holds: true },
  { rule: any("mixed", "true"), holds: true },
  { rule: any("mixed", "in"), holds: false },
  { rule: any("mixed", "[in]"), holds: false, existing: { holds: true, why: text } },
  // Only that it exists
  { rule: { name: "roles" }, holds: true },
  { rule: { name: "none" }, holds: true },
  { rule: { name: "empty" }, holds: true },
  { rule: { name: "emptyList" }, holds: true },
  { rule: { name: "missing" }, holds: false },
  { rule: { name: "nested.missing" }, holds: false },
  { rule: { name: "roles.missing" }, holds: false },
  { rule: { name: "constructor" }, holds: false },
  { rule: { name: "__proto__" }, holds: false },
  { rule: { name: "nested.toString" }, holds: false },
  // Names and paths
  { rule: any("a-b", "hyphen"), holds: true },
  { rule: any("with space", "spaced"), holds: true },
  { rule: any("a@b", "at"), holds: true },
  { rule: any("ø", "nordic"), holds: true },
  { rule: any("['https://x/y']", "url"), holds: true },
  { rule: any('["https://x/y"]', "url"), holds: true },
  { rule: any("['x.y']", "dotted"), holds: true },
  { rule: any("['it\\'s']", "quoted"), holds: true },
  { rule: any("x.y", "dotted"), holds: false },
  { rule: any("nested.role", "owner"), holds: true },
  { rule: any("nested['role']", "owner"), holds: true },
  { rule: any("nested.k-k", "v"), holds: true },
  { rule: any("nested.deep.list", "y"), holds: true },
  { rule: any("$.nested.role", "owner"), holds: true },
  { rule: any("list[0].id", "1"), holds: true },
  { rule: any("list[-1].id", "2"), holds: true },
  { rule: any("list.1.id", "2"), holds: true },
  { rule: any("list[2].id", "2"), holds: false },
  { rule: any("groups[0]", "admin"), holds: true },
  { rule: any("groups[1]", "admin"), holds: false },
  { rule: any("groups.length", "4"), holds: true },
  { rule: any("length", "named length"), holds: true },
  { rule: any("nested.*", "owner"), holds: true },
  { rule: any("nested..list", "x"), holds: true },
  { rule: any(".list", "x"), holds: true },
  { rule: any("..id", "2"), holds: true },
  { rule: any("groups[0:2]", "Reader"), holds: true },
  { rule: any("groups[0,3]", "it"), holds: true },
  { rule: any("list[?(@.id=='2')].id", "2"), holds: true },
  { rule: any("list[?@.id=='2'].id", "2"), holds: true, existing: { holds: false, why: rfc } },
  { rule: any("list[?@.id=='3'].id", "2"), holds: false },
  { rule: any("list[?@.tags].id", "2"), holds: true, existing: { holds: false, why: rfc } },
  { rule: any("list[?match(@.id, '[0-9]')].id", "1"), holds: true, existing: { holds: false, why: rfc } },
  { rule: any("nested['role','k-k']", "v"), holds: true },
]
