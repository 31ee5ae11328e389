import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { globalFlags } from "../src/cli/specs/shared-flags.ts"
import { commands } from "../src/cli/specs.ts"
import { errorCodes } from "../src/core/errors.ts"

const root = resolve(import.meta.dirname, "..")
const sourceFiles = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => join("src", path))

const text = (path: string): string => readFileSync(join(root, path), "utf8")
const headings = (path: string): Set<string> =>
  new Set([...text(path).matchAll(/^#{2,4} `?([^`\n]+?)`?\s*$/gm)].map((match) => match[1] ?? ""))

/** Ring by ring, who may import whom. Source: docs/architecture.md, "Who may import whom". */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: ["core"],
  adapters: ["core", "adapters"],
  ui: ["core", "ui"],
  wizard: ["core", "ui", "wizard"],
  doctor: ["core", "doctor", "ui"],
  server: ["core", "server"],
  sandbox: ["core", "sandbox"],
  cli: ["core", "adapters", "ui", "wizard", "doctor", "server", "sandbox", "cli"],
}
const types = (ring: string): readonly string[] =>
  ["wizard", "doctor", "server", "sandbox"].includes(ring) ? ["adapters"] : []

/** `core` computes: it reads no file, no clock, no network, and draws no randomness. */
const modulesForCore = /^(node:(crypto|buffer|util)|yaml|jose|re2js|json-p3|diff|lru-cache)$/
const impure =
  /\b(Date\.now|new Date\(\)|Math\.random|randomBytes|randomUUID|getRandomValues|process\.|console\.|fetch\()/

interface Import {
  readonly from: string
  readonly typeOnly: boolean
}

const importsOf = (source: string): Import[] =>
  [
    ...source.matchAll(/^(?:import|export)\s+(type\s+)?[^"']*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)/gms),
  ].map(([, type, from, dynamic]) => ({ from: from ?? dynamic ?? "", typeOnly: type !== undefined }))
const ringOf = (path: string): string => path.split("/")[1] ?? ""

describe("imports", () => {
  it("cross rings only inwards", () => {
    const violations = sourceFiles.flatMap((path) =>
      importsOf(text(path)).flatMap(({ from, typeOnly }) => {
        if (!from.startsWith(".")) return []
        const target = relative(root, resolve(root, dirname(path), from))
        if (!target.startsWith("src/")) return []
        const allowed = [...(mayImport[ringOf(path)] ?? []), ...(typeOnly ? types(ringOf(path)) : [])]
        return allowed.includes(ringOf(target)) ? [] : [`${path} imports ${target}`]
      }),
    )
    expect(violations, "Move the shared part to core, or pass it as an argument from cli").toEqual([])
  })

  it("keep core free of I/O, clock and randomness", () => {
    const core = sourceFiles.filter((path) => path.startsWith("src/core/"))
    const modules = core.flatMap((path) =>
      importsOf(text(path))
        .filter(({ from }) => !from.startsWith(".") && !modulesForCore.test(from))
        .map(({ from }) => `${path} imports ${from}`),
    )
    const calls = core
      .filter((path) => impure.test(withoutComments(text(path))))
      .map((path) => `${path} uses ${impure.exec(withoutComments(text(path)))?.[1]}`)
    expect([...modules, ...calls], "Pass time, randomness and files in as arguments").toEqual([])
  })
})

const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")

describe("file names", () => {
  it("are kebab-case.ts, or PascalCase.tsx for components", () => {
    const odd = sourceFiles.filter((path) => {
      const name = path.split("/").at(-1) ?? ""
      return !(/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(name) || /^[A-Z][A-Za-z0-9]*\.tsx$/.test(name))
    })
    expect(odd).toEqual([])
  })
})

describe("documentation", () => {
  it("has a heading for every error code", () => {
    const documented = headings("docs/errors.md")
    expect(Object.keys(errorCodes).filter((code) => !documented.has(code))).toEqual([])
  })

  it("has a heading for every command and names each of its flags", () => {
    const page = text("docs/commands.md")
    const documented = headings("docs/commands.md")
    const missing = commands.flatMap(({ name, flags }) => [
      ...(documented.has(`idp-oidc ${name}`) ? [] : [name]),
      ...flags.filter((flag) => !page.includes(`\`--${flag.name}`)).map((flag) => `${name} --${flag.name}`),
    ])
    expect([
      ...missing,
      ...globalFlags.filter(({ name }) => !page.includes(`\`--${name}`)).map(({ name }) => name),
    ]).toEqual([])
  })

  it("names every command in the README", () => {
    const readme = text("README.md")
    expect(
      commands.map(({ name }) => name).filter((name) => !readme.includes(`| \`idp-oidc ${name}\` |`)),
    ).toEqual([])
  })

  it("says why each dependency is there", () => {
    const page = text("docs/architecture.md")
    const { devDependencies } = JSON.parse(text("package.json")) as {
      devDependencies: Record<string, string>
    }
    const unexplained = Object.keys(devDependencies).filter((name) => !page.includes(`\`${name}\``))
    expect(unexplained.filter((name) => !name.startsWith("@types/"))).toEqual([])
  })
})

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

describe("the lock file", () => {
  it("lists the packages of every platform, because `npm ci` refuses one that lacks any", () => {
    const { packages } = JSON.parse(text("package-lock.json")) as { packages: Record<string, LockedPackage> }
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
      ),
    )
    expect(missing).toEqual([])
  })
})
