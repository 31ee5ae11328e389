import { AppError } from "../../core/errors.ts"
import type { ListenAddress } from "../../server/server.ts"

/**
 * `127.0.0.1:4180`, `[::1]:4180`, `:4180` or `4180`; without a host, every interface.
 *
 * @throws AppError `usage/invalid-flag`
 */
export function parseListenAddress(text: string, flag: string): ListenAddress {
  const match = /^(?:(?<host>[^:[\]]+|\[[0-9A-Fa-f:.]+\])?:)?(?<port>\d{1,5})$/.exec(text)
  const port = Number(match?.groups?.port)
  if (!match || !(port <= 65_535))
    throw new AppError("usage/invalid-flag", `--${flag} does not take "${text}".`, {
      hint: `Give it a host and a port, such as --${flag} 127.0.0.1:4180.`,
    })
  const host = match.groups?.host?.replace(/^\[|\]$/g, "")
  return host === undefined ? { port } : { host, port }
}
