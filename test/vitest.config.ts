import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/e2e/**"],
    globalSetup: ["test/build-once.ts"],
    env: {
      // What npm would tell a command line that a user had started by npx.
      npm_command: "",
      // Where the doctor's npm looks for a newer version: nowhere.
      npm_config_registry: "http://127.0.0.1:1/",
    },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // oidc-provider says so once for each that a test starts, and a stand-in has nothing to keep.
    onConsoleLog: (log) => !log.includes("a quick start development-only in-memory adapter is used"),
    // Many tests wait rather than compute, so there are more than cores: two cores, the machine this must stay quick on,
    // would get a single one. Each takes one file after another: to start a process for each costs a sixth of the whole.
    pool: "forks",
    maxWorkers: 4,
    isolate: false,
  },
})
