/**
 * Bundles the product into `dist/`, one chunk per command: what a command does not use is never parsed.
 *
 * Run as a script it builds once; `test/build-once.ts` imports it.
 */
import { glob, rm } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { build as bundle } from "esbuild"

const root = fileURLToPath(new URL("..", import.meta.url))

export async function build(): Promise<void> {
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: { main: "src/cli/main.ts" },
    outdir: "dist",
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node22.12",
    format: "esm",
    jsx: "automatic",
    minifySyntax: true,
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    // Bundled CommonJS packages still call `require` for Node's own modules.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    chunkNames: "chunks/[name]-[hash]",
    metafile: true,
    logLevel: "warning",
  })
  // Stale chunks go last, so that `dist/` is complete at every moment.
  for await (const path of glob("dist/**/*.js", { cwd: root }))
    if (!(path in metafile.outputs)) await rm(`${root}${path}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
