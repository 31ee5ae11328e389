/** What monitoring elsewhere in the repository asks for from outside: it meets the login unless the path is open. */
import { isPair, isScalar, LineCounter, type Node, parseAllDocuments, visit } from "yaml"
import { splitMark } from "../yaml/lines.ts"
import type { Located } from "./located-yaml.ts"

export interface AskedPath extends Located<string> {
  /** In lower case. */
  readonly host: string
}

const monitoring = /blackbox|uptime|statuscake|pingdom|probe|health-?check/i

/** It ends before a space, so it never spans two lines. Another port than that of https is not the ingress. */
const url = /https:\/\/([a-z0-9.-]+)(?::443)?(?![a-z0-9.-]|:\d)(\/[^\s"'?#,\]}]*)?/gi

/**
 * Every address that a file has monitored, as host and path: one below a key that speaks of monitoring, or anywhere in the values of
 * an app that is called so. Any other address is a link or an API, which nobody wants open. A file that is no YAML has none.
 */
export function findAskedPaths(text: string, path: string): readonly AskedPath[] {
  // Parsing is what costs, and few files have both.
  if (!monitoring.test(path + text) || !text.includes("https://")) return []
  const isMonitor = monitoring.test(path.split("/").at(-2) ?? "")
  const lines = new LineCounter()
  const [, content] = splitMark(text)
  const asked: AskedPath[] = []
  for (const document of parseAllDocuments(content, { lineCounter: lines, logLevel: "silent" })) {
    if (document.errors.length > 0) return []
    visit(document, {
      Scalar: (key, { range }, ancestors) => {
        // A key does not speak for itself.
        const above = key === "key" ? ancestors.slice(0, -1) : ancestors
        if (!range || !(isMonitor || above.some(speaksOfMonitoring))) return
        for (const { index, 1: host = "", 2: value = "/" } of content
          .slice(range[0], range[1])
          .matchAll(url)) {
          const { line, col } = lines.linePos(range[0] + index)
          asked.push({ host: host.toLowerCase(), value, location: { path, line, column: col } })
        }
      },
    })
  }
  return asked
}

const speaksOfMonitoring = (ancestor: unknown): boolean =>
  isPair<Node>(ancestor) && isScalar(ancestor.key) && monitoring.test(String(ancestor.key.value))
