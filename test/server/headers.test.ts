import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import { type AddressInfo, connect } from "node:net"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { headerOf, LeanMessage } from "../../src/server/headers.ts"

/** What two servers make of the same bytes: Node's own way, told to drop no duplicate, and ours. */
interface Readings {
  readonly node: IncomingMessage
  readonly lean: IncomingMessage
}

const servers = {
  node: createServer({ joinDuplicateHeaders: true, requireHostHeader: false }),
  lean: createServer({ IncomingMessage: LeanMessage, requireHostHeader: false }),
}

beforeAll(async () => {
  for (const server of Object.values(servers)) {
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
  }
})
afterAll(() => {
  for (const server of Object.values(servers)) server.close()
})

async function readOne(server: (typeof servers)["node"], bytes: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, "127.0.0.1")
  const asked = once(server, "request")
  socket.write(bytes, "latin1")
  const [message] = await asked
  socket.destroy()
  return message as IncomingMessage
}

const read = async (headers: readonly (readonly [string, string])[]): Promise<Readings> => {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")
  const bytes = `GET / HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`
  return { node: await readOne(servers.node, bytes), lean: await readOne(servers.lean, bytes) }
}

const names = [
  "x-forwarded-uri",
  "x-forwarded-host",
  "authorization",
  "cookie",
  "accept",
  "host",
  "user-agent",
]
const spelling = fc
  .tuple(fc.constantFrom(...names, "x-a", "constructor", "__proto__"), fc.array(fc.boolean()))
  .map(([name, upper]) => [...name].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join(""))
const text = fc
  .string({ unit: fc.constantFrom("a", "b", ",", ";", " ", "\t", "é", "=") })
  .map((value) => value.trim())

describe("a header", () => {
  it("is what Node would have said, in any spelling, and all of it where it comes several times", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(spelling, text), { maxLength: 12 }), async (headers) => {
        const { node, lean } = await read(headers)
        for (const name of [...names, "x-a"]) expect(headerOf(lean.rawHeaders, name)).toBe(node.headers[name])
      }),
      { numRuns: 200 },
    )
  })

  it("is undefined where it is missing, even if objects know its name", () => {
    for (const name of ["constructor", "__proto__", "cookie"])
      expect(headerOf(["X-A", "b"], name)).toBeUndefined()
  })
})

describe("a lean message", () => {
  it("tells Node of the host, of a body and of an expectation, and nothing more", async () => {
    const { lean } = await read([
      ["HOST", "a"],
      ["content-length", "0"],
      ["X-Forwarded-Uri", "/"],
    ])
    expect(lean.headers).toEqual({ host: "a", "content-length": "0" })
  })
})
