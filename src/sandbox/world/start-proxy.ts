import { createServer, type IncomingMessage } from "node:http"
import { connect, type Socket } from "node:net"
import { listenOnLoopback } from "../loopback.ts"

export interface EgressProxy {
  /** `http://127.0.0.1:PORT`: what `HTTPS_PROXY` is set to. */
  readonly url: string
  /** Hosts that were asked for and refused, as `host:port`. */
  readonly refused: readonly string[]
  readonly close: () => Promise<void>
}

/**
 * A proxy on loopback that leads to this machine and nowhere else. `portFor` names the port behind which a host is to be found,
 * `undefined` for every host that is not part of the story: it is refused, so that nothing leaves the machine.
 */
export async function startProxy(portFor: (host: string) => number | undefined): Promise<EgressProxy> {
  const refused: string[] = []
  // Plain http is never sent on: no address of the story is outside of loopback and unencrypted.
  const server = createServer((request, response) => {
    refused.push(request.url ?? "")
    response.writeHead(403).end("This proxy leads nowhere.\n")
  })
  server.on("connect", ({ url = "" }: IncomingMessage, client: Socket, head: Buffer) => {
    client.on("error", () => client.destroy())
    const [, host = "", port] = /^(.*):(\d+)$/.exec(url) ?? []
    const target = port === "443" ? portFor(host.toLowerCase()) : undefined
    if (target === undefined) {
      refused.push(url)
      return void client.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    }
    const upstream = connect(target, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n")
      upstream.write(head)
      client.pipe(upstream).pipe(client)
    })
    upstream.on("error", () => client.destroy())
    client.on("close", () => upstream.destroy())
  })
  const { url, close } = await listenOnLoopback(server)
  return { url, refused, close }
}
