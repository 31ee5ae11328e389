import { createServer, type Server, validateHeaderValue } from "node:http"
import { type AddressInfo, connect } from "node:net"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type CheckedHeader,
  headerName,
  headerValue,
  prepareHead,
  textWith,
} from "../../src/server/prepared-head.ts"
import { writeReply } from "../../src/server/reply.ts"

const headers: readonly CheckedHeader[] = [
  [headerName("Cache-Control"), headerValue("no-store")],
  [headerName("Content-Length"), headerValue("0")],
  [headerName("X-User"), headerValue("Jørgen")],
  [headerName("X-Empty"), headerValue("")],
]

/** All bytes that a server says to one request of a connection that it then closes. */
async function answerOf(server: Server, request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1")
  socket.setEncoding("latin1").write(request)
  let answer = ""
  for await (const part of socket) {
    answer += part
    if (answer.includes("\r\n\r\n")) break
  }
  server.closeAllConnections()
  server.close()
  return answer
}

const linesOf = (answer: string) => answer.split("\r\n").sort()

describe("a prepared head", () => {
  it("is the one that Node would have made, in other order and without the time of day", async () => {
    const ours = await answerOf(
      createServer({ keepAliveTimeout: 0 }, (_, response) =>
        writeReply(response, {
          kind: "admit",
          head: prepareHead(headers),
          upstreamCookies: "a=b; c=\u00e6",
          cookies: ["d=e", "f=g"],
        }),
      ),
    )
    const nodes = await answerOf(
      createServer({ keepAliveTimeout: 0 }, (_, response) => {
        response.sendDate = false
        const more = ["Cookie", "a=b; c=\u00e6", "Set-Cookie", "d=e", "Set-Cookie", "f=g"]
        response.writeHead(200, [...headers.flat(), ...more]).end()
      }),
    )
    expect(linesOf(ours)).toEqual(linesOf(nodes))
    expect(ours).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  it("is Node's own where the connection ends with it", async () => {
    const server = createServer((_, response) =>
      writeReply(response, {
        kind: "admit",
        head: prepareHead(headers),
        upstreamCookies: undefined,
        cookies: [],
      }),
    )
    const answer = await answerOf(server, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    expect(linesOf(answer)).toContain("Connection: close")
    expect(linesOf(answer)).toContain("X-User: J\u00c3\u00b8rgen")
  })

  it("takes more headers for one answer, and keeps none of them", () => {
    const head = prepareHead(headers)
    expect(textWith(head, ["Set-Cookie", "a=b"])).toBe(head.text.replace(/\r\n$/, "Set-Cookie: a=b\r\n\r\n"))
    expect(head).toEqual(prepareHead(headers))
  })

  it.each([
    [["X-User", "a\r\nX-Admin: 1"]],
    [["X-User", "a\u0000"]],
    [["X-User", "名前"]],
    [["X User", "a"]],
    [["X-User\r\nX", "a"]],
    [["Set-Cookie", "a=b\nc"]],
    [["Cookie", "a=b\r\n\r\nc"]],
  ])("takes no %j for one answer", (some) => {
    expect(() => textWith(prepareHead(headers), some)).toThrow(TypeError)
  })

  it.each(["X User", "X-User\r\nX", "X-User:", ""])("takes no name %j", (name) => {
    expect(() => headerName(name)).toThrow(TypeError)
  })
})

describe("a header value", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  )

  it("is one that Node takes, of whatever text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const value = headerValue(text)
        validateHeaderValue("X-User", value)
        expect(value).not.toMatch(/^ | $/)
      }),
      { numRuns: 5000 },
    )
    for (let code = 0; code < 0x100; code++)
      validateHeaderValue("X-User", headerValue(`a${String.fromCharCode(code)}b`))
  })

  it.each([
    ["a\r\nX-Admin: 1", "a X-Admin: 1"],
    ["a\u0000b", "a b"],
    ["a\u0085b", "a b"],
    ["  Ada  ", "Ada"],
    ["Jørgen", "J\u00c3\u00b8rgen"],
  ])("makes of %j the bytes of %j", (text, value) => {
    expect(headerValue(text)).toBe(value)
  })
})
