import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { networkInterfaces, tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { createInterface } from "node:readline"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { parseListenAddress } from "../../../src/cli/serve/listen-address.ts"
import { ask } from "../../server/browser.ts"

let folder = ""
let running: ChildProcess | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "idp-oidc-"))
  await writeFile(
    join(folder, "values.yaml"),
    "domain: app.example.test\nprovider:\n  url: http://127.0.0.1:9/\nbypassPaths: [/open]\n",
  )
  const secrets = {
    client_id: "id",
    client_secret: "secret~value",
    session_secret: randomBytes(16).toString("hex"),
  }
  for (const [name, value] of Object.entries(secrets)) await writeFile(join(folder, name), value)
})
afterEach(async () => {
  running?.kill("SIGKILL")
  running = undefined
  await rm(folder, { recursive: true })
})

const serve = (...args: readonly string[]) => {
  running = spawn(process.execPath, [
    resolve("bin/idp-oidc.js"),
    "serve",
    "--config",
    join(folder, "values.yaml"),
    "--secrets",
    folder,
    "--listen",
    "127.0.0.1:0",
    "--admin-listen",
    "127.0.0.1:0",
    ...args,
  ])
  return running
}
const firstLine = async ({ stdout }: ChildProcess) => {
  if (!stdout) throw new Error("no stdout")
  const [line] = await once(createInterface({ input: stdout }), "line")
  return String(line)
}

describe("idp-oidc serve", () => {
  it("says in one line of JSON where it is, serves, and ends with 0 when told to stop", async () => {
    const server = serve("--json")
    const { schema, url, adminUrl, apps } = JSON.parse(await firstLine(server))
    expect(schema).toBe(1)
    expect(apps[0].hosts).toContain("internal-app.example.test")
    const forwarded = { "x-forwarded-method": "GET", "x-forwarded-host": "app.example.test" }
    expect((await ask(url, { ...forwarded, "x-forwarded-uri": "/open" })).status).toBe(200)
    expect((await ask(url, { ...forwarded, "x-forwarded-uri": "/closed" })).status).toBe(401)
    expect((await ask(`${adminUrl}/readyz`)).status).toBe(200)
    expect((await ask(`${adminUrl}/metrics`)).body).toContain(
      'idp_oidc_replies_total{route="authorize",status="200"} 1',
    )
    server.kill("SIGTERM")
    expect((await once(server, "exit"))[0]).toBe(0)
  })

  it("answers on every interface where no host is named, by IPv6 too where there is any", async () => {
    const { url, adminUrl } = JSON.parse(
      await firstLine(serve("--json", "--listen", ":0", "--admin-listen", "0")),
    )
    const hasIPv6 = Object.values(networkInterfaces()).some((own) =>
      own?.some(({ address }) => address === "::1"),
    )
    for (const host of ["127.0.0.1", ...(hasIPv6 ? ["[::1]"] : [])]) {
      const forwarded = { "x-forwarded-method": "GET", "x-forwarded-host": "app.example.test" }
      const answer = await ask(`http://${host}:${new URL(url).port}`, {
        ...forwarded,
        "x-forwarded-uri": "/open",
      })
      expect(answer.status).toBe(200)
      expect((await ask(`http://${host}:${new URL(adminUrl).port}/readyz`)).status).toBe(200)
    }
  })

  it("answers 503 while the provider cannot be reached, and keeps bypassed paths open", async () => {
    const { url } = JSON.parse(await firstLine(serve("--json")))
    const forwarded = {
      "x-forwarded-method": "GET",
      "x-forwarded-host": "app.example.test",
      accept: "text/html",
    }
    const answer = await ask(url, { ...forwarded, "x-forwarded-uri": "/page" })
    expect(answer.status).toBe(503)
    expect(answer.body).toContain("Try again")
    expect((await ask(url, { ...forwarded, "x-forwarded-uri": "/open" })).status).toBe(200)
  })

  it("refuses values that cannot work, with file, line and key, and exit 1", async () => {
    await writeFile(join(folder, "values.yaml"), "domain: app.example.test\nbypasPaths: [/open]\n")
    const server = serve()
    let text = ""
    server.stderr?.on("data", (chunk) => {
      text += chunk
    })
    expect((await once(server, "close"))[0]).toBe(1)
    expect(text).toContain("values.yaml:2:1: bypasPaths")
    expect(text).toContain("serve/invalid-config")
  })
})

describe("a listen address", () => {
  it.each([
    ["127.0.0.1:4180", { host: "127.0.0.1", port: 4180 }],
    ["[::1]:4180", { host: "::1", port: 4180 }],
    [":4180", { port: 4180 }],
    ["4180", { port: 4180 }],
    ["localhost:0", { host: "localhost", port: 0 }],
  ])("%s is read", (text, address) => expect(parseListenAddress(text, "listen")).toEqual(address))

  it.each(["", "localhost", "1.2.3.4:99999", "::1:4180", "a:b", "http://x:1"])("%j is refused", (text) => {
    expect(() => parseListenAddress(text, "listen")).toThrow("--listen does not take")
  })
})
