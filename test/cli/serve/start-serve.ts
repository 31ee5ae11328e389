/** The built `idp-oidc serve` with one app whose path /open needs no login, and secrets made for this run. */
import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { entry } from "../run.ts"

export const forwarded = {
  "x-forwarded-method": "GET",
  "x-forwarded-host": "app.example.test",
  "x-forwarded-uri": "/open",
}

export interface Serving {
  readonly child: ChildProcess
  readonly url: string
  readonly adminUrl: string
}

/** A folder with values and secrets; whoever makes it removes it. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "idp-oidc-"))
  const files = {
    "values.yaml": "domain: app.example.test\nprovider:\n  url: http://127.0.0.1:9/\nbypassPaths: [/open]\n",
    client_id: "id",
    client_secret: "secret~value",
    session_secret: randomBytes(16).toString("hex"),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

export async function startServe(folder: string, ...args: readonly string[]): Promise<Serving> {
  const places = ["--config", join(folder, "values.yaml"), "--secrets", folder]
  const anyPort = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"]
  const child = spawn(process.execPath, [entry, "serve", ...places, ...anyPort, "--json", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [line] = await once(createInterface({ input: child.stdout }), "line")
  const { url, adminUrl } = JSON.parse(String(line))
  return { child, url, adminUrl }
}
