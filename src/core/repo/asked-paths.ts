/** What monitoring elsewhere in the repository asks for from outside: it meets the login unless the path is open. */
import type { Located } from "./located-yaml.ts"

export interface AskedPath extends Located<string> {
  /** In lower case. */
  readonly host: string
}

/** A file is about monitoring when it says so; any other URL may be a link for people. */
const monitoring = /blackbox|uptime|statuscake|pingdom|\bprobes?\b|healthcheck/i

/** It ends before a space, so it never spans two lines. Another port than that of https is not the ingress. */
const url = /https:\/\/([a-z0-9.-]+)(?::443)?(?![a-z0-9.-]|:\d)(\/[^\s"'?#,\]}]*)?/gi

/** Every address that a file of monitoring asks for, as host and path; none where the file is about something else. */
export const findAskedPaths = (text: string, path: string): readonly AskedPath[] =>
  monitoring.test(text)
    ? text.split("\n").flatMap((line, row) =>
        [...line.matchAll(url)].map(({ index, 1: host = "", 2: value = "/" }) => ({
          host: host.toLowerCase(),
          value,
          location: { path, line: row + 1, column: index + 1 },
        })),
      )
    : []
