import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

/** The first Chromium on the PATH; Playwright's own downloads are not used. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter)
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Nothing that leaves this machine: no updates, no variations, no sync. */
export const quietly: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
]
