import { readFile } from "node:fs/promises"

/** Node's flags of the image, such as `--max-semi-space-size=4`. */
export async function imageFlags(): Promise<readonly string[]> {
  const dockerfile = await readFile(new URL("../../Dockerfile", import.meta.url), "utf8")
  const entry = /^ENTRYPOINT (?<words>\[.*\])$/m.exec(dockerfile)?.groups?.words ?? "[]"
  return (JSON.parse(entry) as readonly string[]).filter((word) => word.startsWith("--"))
}
