/** Mutated bytes over real connections, where the parser of HTTP is part of the server. Nothing is open, so nothing may be let in. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { sendBytes, statusesIn } from "../attacks/target.ts"
import { host, setUp, type TestSetup } from "../server/start.ts"
import { mutate } from "./mutate.ts"
import { createRandom } from "./random.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp()
})
afterAll(() => setup.close())

const head = `Host: x\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: ${host}\r\nX-Forwarded-Uri: /admin\r\n`
const cookie = `Cookie: __Host-_test-oidc_.Session=1${"A".repeat(200)}; a=b\r\n`
const requests = [
  `GET / HTTP/1.1\r\n${head}${cookie}\r\n`,
  `GET / HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n`,
  `POST / HTTP/1.1\r\n${head}Content-Length: 5\r\n\r\nabcde`,
  `POST / HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n`,
  `OPTIONS * HTTP/1.1\r\n${head}Expect: 100-continue\r\n\r\n`,
  `GET / HTTP/1.0\r\n${head}\r\nGET / HTTP/1.1\r\n${head}\r\n`,
]

it("T19: a thousand bent requests in bytes get no 2xx, and the server answers the next good one", {
  timeout: 60_000,
}, async () => {
  const random = createRandom(20_261_124)
  const statuses = new Map<number, number>()
  for (let batch = 0; batch < 20; batch++) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => {
        const bytes = Buffer.from(mutate(random.pick(requests), random), "latin1")
        return sendBytes(setup.server.url, bytes, 80)
      }),
    )
    for (const status of answers.flatMap(statusesIn)) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  // 100 asks for the content of a request that announced some; it lets nothing through.
  expect([...statuses.keys()].filter((status) => status >= 200 && status < 300)).toEqual([])
  expect(statuses.get(400)).toBeGreaterThan(100)
  expect(statuses.get(401)).toBeGreaterThan(10)
  expect((await setup.browser().logIn()).status).toBe(302)
})
