import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** Tests with what a user has: a terminal, a browser, Helm and Traefik, which `test/e2e/tools/install.ts` has built. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    globalSetup: ["test/build-once.ts"],
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "terminal",
          include: ["test/e2e/terminal/*.test.ts"],
          // A program in a terminal waits more than it computes.
          maxWorkers: 2,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "cluster",
          include: ["test/e2e/**/*.test.ts"],
          exclude: ["test/e2e/terminal/**"],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
