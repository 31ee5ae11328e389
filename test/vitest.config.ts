import { defineConfig } from "vitest/config"

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/e2e/**"],
    globalSetup: ["test/build-once.ts"],
    // What npm would tell a command line that a user had started by npx.
    env: { npm_command: "" },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // oidc-provider says so once for each that a test starts, and a stand-in has nothing to keep.
    onConsoleLog: (log) => !log.includes("a quick start development-only in-memory adapter is used"),
    // Forks keep a crashing server test to itself. Many tests wait rather than compute, so there are more than cores:
    // two cores, the machine this must stay quick on, would get a single one.
    pool: "forks",
    maxWorkers: 4,
  },
})
