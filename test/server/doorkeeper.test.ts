import { expect, it } from "vitest"
import { createDoorkeeper } from "../../src/server/doorkeeper.ts"

it("knows what came by before", () => {
  const { knows } = createDoorkeeper(64)
  expect([knows("one"), knows("two"), knows("one"), knows("two"), knows("three")]).toEqual([
    false,
    false,
    true,
    true,
    false,
  ])
})

it("forgets rather than grows", () => {
  const { knows } = createDoorkeeper(64)
  const keys = Array.from({ length: 10_000 }, (_, index) => `key ${index}`)
  expect(keys.filter(knows)).toEqual([])
  expect(keys.filter(knows).length).toBeLessThan(64)
})

it("still knows most of a quarter as many keys as it has places", () => {
  const { knows } = createDoorkeeper(1024)
  const keys = Array.from({ length: 256 }, (_, index) => `key ${index}`)
  for (const key of keys) knows(key)
  expect(keys.filter(knows).length).toBeGreaterThan(150)
})
