import { once } from "node:events"
import { readFileSync } from "node:fs"
import { type IncomingMessage, request as requestPlain } from "node:http"
import { request } from "node:https"
import type { Socket } from "node:net"
import { connect } from "node:tls"

export interface ProxiedAnswer {
  readonly status: number
  readonly location: string | undefined
  readonly body: string
}

/** Opens an https address through the proxy of a world, as a program with its environment does. */
export async function openThroughProxy(
  url: string,
  env: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { accept: "text/html" },
): Promise<ProxiedAnswer> {
  const { hostname } = new URL(url)
  const tunnel = requestPlain(env.HTTPS_PROXY ?? "", { method: "CONNECT", path: `${hostname}:443` })
  tunnel.end()
  const [answer, plain] = (await once(tunnel, "connect")) as [IncomingMessage, Socket]
  if (answer.statusCode !== 200) throw new Error(`The proxy answers ${answer.statusCode}.`)
  const ca = readFileSync(env.NODE_EXTRA_CA_CERTS ?? "")
  const socket = connect({ socket: plain, servername: hostname, ca })
  await once(socket, "secureConnect")
  const asked = request(url, { createConnection: () => socket, headers: { host: hostname, ...headers } })
  asked.end()
  const [response] = (await once(asked, "response")) as [IncomingMessage]
  let body = ""
  for await (const chunk of response.setEncoding("utf8")) body += chunk
  socket.destroy()
  return { status: response.statusCode ?? 0, location: response.headers.location, body }
}
