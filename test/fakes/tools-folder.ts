import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface ToolsFolder {
  /** To be the PATH. */
  readonly path: string
  /** A real program that writes down how it was called and what it was given. */
  readonly install: (name: string, how?: { readonly status?: number; readonly stays?: boolean }) => void
  readonly wasCalled: (name: string) => boolean
  /** Arguments, one a line. */
  readonly argsOf: (name: string) => string
  readonly inputOf: (name: string, encoding?: "utf8" | "utf16le") => string
  readonly remove: () => void
}

/** A folder of programs of a test's own, in place of those of the machine. */
export function createToolsFolder(): ToolsFolder {
  const path = mkdtempSync(join(tmpdir(), "tools-"))
  const file = (name: string) => join(path, name)
  return {
    path,
    install: (name, { status = 0, stays = false } = {}) => {
      writeFileSync(
        file(name),
        [
          "#!/bin/sh",
          `printf '%s\\n' "$@" > "${file(name)}.args"`,
          `/bin/cat > "${file(name)}.input"`,
          stays ? "exec /bin/sleep 10" : `exit ${status}`,
          "",
        ].join("\n"),
      )
      chmodSync(file(name), 0o755)
    },
    wasCalled: (name) => existsSync(`${file(name)}.args`),
    argsOf: (name) => readFileSync(`${file(name)}.args`, "utf8"),
    inputOf: (name, encoding = "utf8") => readFileSync(`${file(name)}.input`, encoding),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
