/**
 * `npm run trace < report.txt`: a stack that a user sent, with the files and lines of `src/` in the place of the bundle's. To be run
 * on a checkout of the release that the user has; it builds the bundle and its source maps anew.
 */
import { readFile } from "node:fs/promises"
import { SourceMap } from "node:module"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

/** Where a frame is: in the package, or in the image, which calls its only file `serve.mjs`. */
const place = /(?:file:\/\/)?[^\s()]*\/(?:dist\/([\w./-]+\.js)|app\/(serve)\.mjs):(\d+):(\d+)/g

/** `dist`: folder of the bundles that were running, with their source maps. A place that no map knows stays as it is. */
export async function trace(report: string, dist: string): Promise<string> {
  const found = [...report.matchAll(place)]
  const names = new Set(found.map(([, name, image]) => name ?? `${image}.js`))
  const maps = new Map<string, SourceMap>()
  for (const name of names) {
    const content = await readFile(`${dist}/${name}.map`, "utf8").catch(() => undefined)
    if (content !== undefined) maps.set(name, new SourceMap(JSON.parse(content)))
  }
  return report.replace(place, (whole, name, image, line, column) => {
    const origin = maps.get(name ?? `${image}.js`)?.findOrigin(Number(line), Number(column))
    if (origin === undefined || !("fileName" in origin)) return whole
    return `${origin.fileName.replace(/^(?:\.\.\/)+/, "")}:${origin.lineNumber}:${origin.columnNumber}`
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(
    await trace(await text(process.stdin), fileURLToPath(new URL("../dist", import.meta.url))),
  )
