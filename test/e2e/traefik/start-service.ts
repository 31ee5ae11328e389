import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

export interface Service {
  readonly url: string
  /** Sends new connections to these addresses, each to any of them; those that are open stay where they are. */
  readonly setEndpoints: (urls: readonly string[]) => void
  readonly close: () => Promise<void>
}

/** A Service of Kubernetes as a connection meets it: kube-proxy chooses a pod once, and knows nothing of HTTP. */
export async function startService(): Promise<Service> {
  let endpoints: readonly string[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
  }
  const server = createServer({ noDelay: true }, (client) => {
    keep(client)
    const endpoint = endpoints[Math.floor(Math.random() * endpoints.length)]
    if (endpoint === undefined) return void client.destroy()
    const { hostname, port } = new URL(endpoint)
    const pod = connect({ host: hostname, port: Number(port), noDelay: true })
    keep(pod)
    client.pipe(pod).pipe(client)
    for (const [socket, other] of [
      [client, pod],
      [pod, client],
    ] as const) {
      socket.on("error", () => other.destroy())
      socket.on("close", () => other.destroy())
    }
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setEndpoints: (urls) => {
      endpoints = urls
    },
    close: async () => {
      const closed = once(server, "close")
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
