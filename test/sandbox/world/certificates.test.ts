import { X509Certificate } from "node:crypto"
import { once } from "node:events"
import { connect, createServer, type TLSSocket } from "node:tls"
import { expect, it } from "vitest"
import { createAuthority } from "../../../src/sandbox/world/certificates.ts"

const at = Date.UTC(2026, 10, 25)
const host = "webshop.shop-test.idp.example.com"

it("issues a certificate for one host, which the authority has signed", () => {
  const { certificate, issue } = createAuthority(() => at)
  const [authority, leaf] = [new X509Certificate(certificate), new X509Certificate(issue(host).cert)]
  expect({ ca: authority.ca, own: authority.verify(authority.publicKey), leafCa: leaf.ca }).toEqual({
    ca: true,
    own: true,
    leafCa: false,
  })
  expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true)
  expect([leaf.checkHost(host), leaf.checkHost(`other.${host}`)]).toEqual([host, undefined])
  expect([leaf.validFromDate.getTime() - at, leaf.validToDate.getTime() - at]).toEqual([
    -86_400_000,
    30 * 86_400_000,
  ])
})

it("is trusted by whoever is given it, and by nobody else", async () => {
  const { certificate, issue } = createAuthority(Date.now)
  const server = createServer(issue(host), (socket: TLSSocket) => socket.end("hello"))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" ? (address?.port ?? 0) : 0
  const shake = async (ca: string | undefined) => {
    const socket = connect({ port, host: "127.0.0.1", servername: host, ...(ca && { ca }) })
    const [outcome] = await Promise.race([
      once(socket, "secureConnect").then(() => ["trusted"]),
      once(socket, "error"),
    ])
    socket.destroy()
    return outcome instanceof Error && "code" in outcome ? outcome.code : outcome
  }
  expect(await shake(certificate)).toBe("trusted")
  expect(await shake(undefined)).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE")
  expect(await shake(createAuthority(Date.now).certificate)).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE")
  server.close()
})
