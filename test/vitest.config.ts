import { defineConfig } from "vitest/config"

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/e2e/**"],
    globalSetup: ["test/build-once.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores is the machine this must stay quick on; forks keep a crashing server test to itself.
    pool: "forks",
  },
})
