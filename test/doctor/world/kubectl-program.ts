/** A program called kubectl that answers from a file, and talks to nobody. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** What it answers, by the kind that is asked for; `error` is printed in place of an answer. */
export interface ClusterObjects {
  externalsecrets: readonly object[]
  middlewares: readonly object[]
  ingresses: readonly object[]
  /** Keys of the Secret with the lengths of their values. */
  secret: Readonly<Record<string, number>> | undefined
  /** The ingress's log. */
  log: string
  error: string | undefined
}

const program = (objects: string) => `#!${process.execPath}
const { readFileSync } = require("node:fs")
const [verb, kind = ""] = process.argv.slice(2)
const world = JSON.parse(readFileSync(${JSON.stringify(objects)}, "utf8"))
const fail = (text) => { process.stderr.write(text + "\\n"); process.exit(1) }
if (world.error) fail(world.error)
if (verb === "config") console.log("idp-ns-shop-test")
else if (verb === "logs") process.stdout.write(world.log)
else if (kind === "secret") {
  if (!world.secret) fail('Error from server (NotFound): secrets "x" not found')
  for (const [key, length] of Object.entries(world.secret)) console.log(key + " " + length)
} else console.log(JSON.stringify({ items: world[kind.split(".")[0]] }))
`

export function createKubectlProgram(objects: ClusterObjects) {
  const folder = mkdtempSync(join(tmpdir(), "kubectl-"))
  const file = join(folder, "objects.json")
  writeFileSync(join(folder, "kubectl"), program(file), { mode: 0o755 })
  return {
    path: folder,
    /** Makes the program answer by what the objects say now. */
    save: () => writeFileSync(file, JSON.stringify(objects)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
