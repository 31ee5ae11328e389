import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, expect, it } from "vitest"

const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? "")
  response.end("answered")
})
// A proxy is asked for a tunnel, or for the whole address.
server.on("connect", (request, socket) => {
  asked.push(`tunnel to ${request.url}`)
  socket.end("HTTP/1.1 502 No\r\n\r\n")
})
let address: string

beforeAll(async () => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

/** What a process prints that uses the environment's proxy and fetches an address; the proxy is global to a process. */
async function fetchWith(env: Record<string, string>, url: string): Promise<string> {
  asked.length = 0
  const program = `
    import { useEnvProxy } from "${new URL("../../../src/adapters/network/use-env-proxy.ts", import.meta.url)}"
    const used = useEnvProxy(process.env)
    const answer = await fetch("${url}").then((response) => response.text(), () => "failed")
    console.log(used, answer)`
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { env })
  return (await text(child.stdout)).trim()
}

it("reaches the world through the proxy", async () => {
  expect(await fetchWith({ https_proxy: address }, "https://api.example.test/user")).toBe("true failed")
  expect(asked).toEqual(["tunnel to api.example.test:443"])
})

it.each([["https_proxy"], ["HTTP_PROXY"]])("keeps loopback to itself with %s", async (name) => {
  expect(await fetchWith({ [name]: "http://127.0.0.1:9" }, address)).toBe("true answered")
  expect(asked).toEqual(["/"])
})

it("changes nothing where no proxy is named", async () => {
  expect(await fetchWith({}, address)).toBe("true answered")
})
