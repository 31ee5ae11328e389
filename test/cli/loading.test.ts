import { readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { describe, expect, it } from "vitest"

const dist = resolve(import.meta.dirname, "../../dist")
const read = (path: string): string => readFileSync(path, "utf8")

/** A file of the bundle and everything that is loaded along with it. */
function loadedWith(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const [, imported] of read(path).matchAll(/^(?:import|export)\b[^;]*?"(\.[^"]+)";/gms))
    loadedWith(resolve(dirname(path), imported ?? ""), seen)
  return seen
}

const main = resolve(dist, "main.js")
const chunk = (name: string): string => {
  const [path] = read(main).match(new RegExp(`\\./chunks/${name}-\\w+\\.js`)) ?? []
  if (!path) throw new Error(`${name} has no chunk.`)
  return resolve(dist, path)
}

/** The packages whose code is in these files, by the comments that the bundler leaves. */
const packagesIn = (paths: Iterable<string>): ReadonlySet<string> =>
  new Set(
    [...paths].flatMap((path) =>
      [...read(path).matchAll(/^\/\/ (?:\S*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
        ([, name]) => name ?? "",
      ),
    ),
  )

const screens = ["ink", "react", "react-reconciler", "yoga-layout"]
const among = (packages: ReadonlySet<string>, names: readonly string[]) =>
  names.filter((name) => packages.has(name))

describe("the bundle", () => {
  it("loads one file without any package for --help", () => {
    const quick = resolve(dist, "quick-answer.js")
    expect([...loadedWith(quick)]).toEqual([quick])
    expect([...packagesIn([quick])]).toEqual([])
  })

  it("loads no package before it knows the command", () => {
    expect([...packagesIn(loadedWith(main))]).toEqual([])
  })

  it.each(["init", "serve", "explain", "chart"])("loads no screens for %s", (name) => {
    expect(among(packagesIn(loadedWith(chunk(name))), screens)).toEqual([])
  })

  it("loads YAML for init, so these tests see what is loaded", () => {
    expect(packagesIn(loadedWith(chunk("init")))).toContain("yaml")
  })

  it("has no screens in the server's one file", () => {
    expect(among(packagesIn([resolve(dist, "serve.js")]), screens)).toEqual([])
  })

  it("has them in the chunk that init loads to ask", () => {
    const [path = ""] = [...loadedWith(chunk("init"))]
      .map((file) => read(file).match(/run-screen-wizard-\w+\.js/)?.[0])
      .filter((name) => name !== undefined)
    expect(among(packagesIn(loadedWith(resolve(dist, "chunks", path))), screens).sort()).toEqual(screens)
  })

  it("has nothing in it that would keep the first question waiting", () => {
    const init = [...loadedWith(chunk("init"))]
    const [path = ""] = init
      .map((file) => read(file).match(/run-screen-wizard-\w+\.js/)?.[0])
      .filter((name) => name !== undefined)
    const text = [...init, ...loadedWith(resolve(dist, "chunks", path))].map(read).join("")
    // Node loads fetch for each of the first three, and compiles a pattern of all emoji for the last.
    expect(text).not.toMatch(/from "node:https?"/)
    expect(text).not.toContain('"function"!=typeof fetch')
    expect(text).not.toContain("RGI_Emoji")
  })
})
