import { describe, expect, it } from "vitest"
import {
  parseSavedState,
  renderSavedState,
  runOf,
  type SavedState,
  withRun,
} from "../../../src/core/state/saved-state.ts"

const state: SavedState = {
  schema: 1,
  savedAt: "2026-11-24T10:00:00.000Z",
  namespace: "shop-dev",
  app: "web",
  given: {
    app: "web",
    groups: ["shop readers"],
    bypass: [],
    claims: [{ name: "roles", anyOf: ["reader"] }],
  },
  destination: "pull-request",
  ticket: {
    sentAt: "2026-11-20T08:00:00.000Z",
    number: "REQ0012345",
    redirectUris: ["https://web.shop-dev.example.com/oauth2/callback"],
    groups: ["shop readers"],
  },
  runs: [{ field: "client-id", via: "workflow", startedAt: "2026-11-24T09:59:00.000Z" }],
}

const changed = (change: Record<string, unknown>): string =>
  JSON.stringify({ ...state, ...change }, (_, value) => value)

describe("a saved state", () => {
  it("is read as it was written", () => {
    expect(parseSavedState(renderSavedState(state))).toEqual(state)
  })

  it.each([
    ["is cut off", renderSavedState(state).slice(0, 200)],
    ["is no JSON object", "[]"],
    ["is empty", ""],
    ["is of another version", changed({ schema: 2 })],
    ["says nothing of its version", changed({ schema: undefined })],
    ["holds a key that nobody knows, such as a secret", changed({ clientSecret: "x" })],
    ["holds a number where a text belongs", changed({ app: 5 })],
    ["holds an answer that no flag would accept", changed({ given: { bypass: ["no/slash"] } })],
    ["holds a claim without a name", changed({ given: { claims: [{ anyOf: ["a"] }] } })],
  ])("is forgotten where it %s", (_, source) => {
    expect(parseSavedState(source)).toBeUndefined()
  })

  it("remembers the newest sending of each secret", () => {
    const again = { field: "client-id", via: "aws", startedAt: "2026-11-25T00:00:00.000Z" } as const
    const other = { ...again, field: "session-secret" } as const
    const runs = withRun(withRun(state.runs, other), again)
    expect(runs).toEqual([other, again])
    expect(runOf({ runs }, "client-id")).toBe(again)
    expect(runOf({ runs }, "client-secret")).toBeUndefined()
  })
})
