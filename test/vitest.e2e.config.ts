import { defineConfig } from "vitest/config"

/** Tests with helm and a real Traefik; `test/e2e/tools/install.ts` has built both. */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/e2e/**/*.test.ts"],
    globalSetup: ["test/build-once.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    fileParallelism: false,
  },
})
