/**
 * Bundles the product into `dist/`, one chunk per command: what a command does not use is never parsed. Two more files need
 * no other: `dist/serve.js`, the server of the container image, and `dist/quick-answer.js`, all that `--help` loads.
 *
 * Run as a script it builds once; `test/build-once.ts` imports it.
 */
import { glob, readFile, rm, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { type BuildOptions, build as bundle, type Plugin } from "esbuild"
import { makeNotices } from "./notices.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

const options = {
  absWorkingDir: root,
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node22.12",
  format: "esm",
  jsx: "automatic",
  minifySyntax: true,
  legalComments: "none",
  // Beside the bundles for `bin/trace.ts`, in no package and no image, and nothing looks for them while the product runs.
  sourcemap: "external",
  define: { "process.env.NODE_ENV": '"production"' },
  // Bundled CommonJS packages still call `require` for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  metafile: true,
  logLevel: "warning",
} satisfies BuildOptions

/** Gives Ink our own measure of texts; `src/ui/text-width.ts` says why. */
const measureQuickly: Plugin = {
  name: "measure-quickly",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^string-width$/ }, ({ path }) => ({ path, namespace: "measure-quickly" }))
    onLoad({ filter: /./, namespace: "measure-quickly" }, () => ({
      contents: `export { textWidth as default } from "./src/ui/text-width.ts"`,
      resolveDir: root,
    }))
  },
}

/**
 * Ink's layout is WebAssembly within its own text. Emscripten would `fetch` it from there, and Node's fetch takes 40 ms to load; what
 * it does where there is none is enough.
 */
const decodeLayoutAtOnce: Plugin = {
  name: "decode-layout-at-once",
  setup: ({ onLoad }) => {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8")
      const contents = text.replace('"function"!=typeof fetch', "true")
      if (contents === text) throw new Error(`${path} asks for fetch in another way.`)
      return { contents }
    })
  },
}

export async function build(): Promise<void> {
  const results = await Promise.all([
    bundle({
      ...options,
      entryPoints: { main: "src/cli/main.ts" },
      splitting: true,
      chunkNames: "chunks/[name]-[hash]",
      // Ink asks for it only where it is installed and DEV=true; it stays in a chunk that nothing loads.
      external: ["react-devtools-core"],
      plugins: [measureQuickly, decodeLayoutAtOnce],
      // oidc-provider, behind `preview`, tells its records apart by the names of their classes.
      keepNames: true,
    }),
    bundle({ ...options, entryPoints: { serve: "bin/serve.ts" } }),
    bundle({ ...options, entryPoints: { "quick-answer": "src/cli/quick-answer.ts" }, banner: {} }),
  ])
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs))
  await writeFile(`${root}dist/THIRD-PARTY-NOTICES.txt`, await makeNotices(root, inputs))
  const outputs = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs)))
  // Stale chunks go last, so that `dist/` is complete at every moment.
  for await (const path of glob("dist/**/*.{js,map}", { cwd: root }))
    if (!outputs.has(path)) await rm(`${root}${path}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
