import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"

/**
 * The licences of all packages that are part of a bundle, which must travel with it (decision 1). `inputs` are the paths of
 * the bundled files, relative to `root`. Packages that share a text are listed above it.
 */
export async function makeNotices(root: string, inputs: Iterable<string>): Promise<string> {
  const folders = new Set([...inputs].flatMap((path) => packageFolder.exec(path)?.[0] ?? []))
  const packages = await Promise.all([...folders].sort().map((folder) => readLicence(join(root, folder))))
  const texts = Map.groupBy(packages, ({ text }) => text)
  return [...texts]
    .map(([text, sharers]) => `${[...new Set(sharers.map(({ title }) => title))].join("\n")}\n\n${text}\n`)
    .join(`\n${"-".repeat(72)}\n\n`)
}

/** The innermost package, since packages may bring their own copies of others. */
const packageFolder = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/

async function readLicence(folder: string): Promise<{ readonly title: string; readonly text: string }> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"))
  const files = (await readdir(folder)).filter((name) => /^(?:licen[cs]e|notice)\b/i.test(name)).sort()
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))
  return {
    title: `${manifest.name} ${manifest.version}`,
    text: texts.map((text) => text.trim()).join("\n\n") || `Licence: ${manifest.license}`,
  }
}
