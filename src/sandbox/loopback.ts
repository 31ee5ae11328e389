import { once } from "node:events"
import type { IncomingMessage } from "node:http"
import type { AddressInfo, Server, Socket } from "node:net"

/** A server of this folder while it listens. Nothing here ever listens beyond this machine. */
export interface Loopback {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** Ends every connection, WebSockets included, and resolves once the port is free. */
  readonly close: () => Promise<void>
}

/**
 * Listens on 127.0.0.1. Port 0 takes any free one.
 *
 * @throws Node's own listen errors, such as `EADDRINUSE`
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<Loopback> {
  // An upgraded socket is no longer the HTTP server's, so `closeAllConnections` would leave it open.
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
  })
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: async () => {
      if (!server.listening) return
      const closed = once(server, "close")
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Longest body that a stand-in reads: far above any form or API call, far below trouble. */
const maxBodyBytes = 1024 * 1024

/** The whole body as bytes. Rejects past 1 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBodyBytes) throw new Error(`A body of more than ${maxBodyBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
