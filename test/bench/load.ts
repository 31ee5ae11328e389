import { connect, type Socket } from "node:net"

/**
 * Sends `total` requests over `connections` kept-alive connections, each waiting for its answer before the next, as an
 * ingress does. `request(index)` is the whole text of one. Ends with the statuses seen and how often.
 */
export async function load(
  url: string,
  total: number,
  request: (index: number) => string,
  connections = 16,
): Promise<ReadonlyMap<string, number>> {
  const { hostname, port } = new URL(url)
  const statuses = new Map<string, number>()
  let next = 0
  const work = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let answer = ""
      const sendNext = () => {
        if (next >= total) {
          socket.end()
          resolve()
        } else socket.write(request(next++), "latin1")
      }
      socket.on("data", (text: string) => {
        answer += text
        if (answer.length < lengthOf(answer)) return
        const status = answer.slice(9, 12)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        answer = ""
        sendNext()
      })
      socket.on("error", reject)
      socket.on("close", resolve)
      sendNext()
    })
  const sockets = Array.from({ length: connections }, () =>
    connect({ host: hostname, port: Number(port), noDelay: true }).setEncoding("latin1"),
  )
  await Promise.all(sockets.map(work))
  return statuses
}

/** Characters of a whole answer of which at least the start is here; infinite while its head is not. */
function lengthOf(answer: string): number {
  const head = answer.indexOf("\r\n\r\n")
  if (head < 0) return Number.POSITIVE_INFINITY
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head))?.[1]
  return head + 4 + Number(length ?? 0)
}
