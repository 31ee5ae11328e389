/** A program called kubectl that prints files of its own folder, and talks to nobody. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** What it answers, by the kind that is asked for. */
export interface ClusterObjects {
  externalsecrets: readonly object[]
  middlewares: readonly object[]
  ingresses: readonly object[]
  /** Keys of the Secret with the lengths of their values. */
  secret: Readonly<Record<string, number>> | undefined
  /** The ingress's log. */
  log: string
}

/** `get externalsecrets.external-secrets.io …` prints the file `externalsecrets`, and so on. */
const program = (folder: string) => `#!/bin/sh
case "$1" in
config) echo idp-ns-shop-test ;;
logs) cat '${folder}/log' ;;
*) cat "${folder}/\${2%%.*}" 2>/dev/null && exit
  echo 'Error from server (NotFound): not found' >&2
  exit 1 ;;
esac
`

export function createKubectlProgram(objects: ClusterObjects) {
  const folder = mkdtempSync(join(tmpdir(), "kubectl-"))
  const write = (name: string, text: string, mode = 0o644) =>
    writeFileSync(join(folder, name), text, { mode })
  write("kubectl", program(folder), 0o755)
  // A machine on which npm knows of nothing newer.
  write("npm", "#!/bin/sh\necho 0.0.1\n", 0o755)
  return {
    path: `${folder}:/bin:/usr/bin`,
    /** Makes the program answer by what the objects say now. */
    save: () => {
      for (const kind of ["externalsecrets", "middlewares", "ingresses"] as const)
        write(kind, JSON.stringify({ items: objects[kind] }))
      write("log", objects.log)
      rmSync(join(folder, "secret"), { force: true })
      if (objects.secret)
        write(
          "secret",
          Object.entries(objects.secret)
            .map(([key, length]) => `${key} ${length}\n`)
            .join(""),
        )
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
