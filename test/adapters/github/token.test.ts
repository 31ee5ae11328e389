import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findHost } from "../../../src/adapters/github/host.ts"
import { createReadStoredToken, findToken } from "../../../src/adapters/github/token.ts"

const stored = async (host: string) => (host === "github.com" ? "stored" : undefined)
const find = (remote: string, env: Record<string, string>) => findToken(findHost(remote, env), env, stored)

describe("findToken", () => {
  it.each<[string, Record<string, string>, string, string]>([
    ["github.com", { GH_TOKEN: "a", GITHUB_TOKEN: "b" }, "a", "GH_TOKEN"],
    ["github.com", { GH_TOKEN: " ", GITHUB_TOKEN: "b" }, "b", "GITHUB_TOKEN"],
    ["acme.ghe.com", { GH_TOKEN: "a", GH_ENTERPRISE_TOKEN: "e" }, "a", "GH_TOKEN"],
    ["git.acme.example", { GH_TOKEN: "a", GH_ENTERPRISE_TOKEN: "e" }, "e", "GH_ENTERPRISE_TOKEN"],
    ["github.com", {}, "stored", "gh auth token"],
    ["github.com", { GITHUB_API_URL: "http://127.0.0.1:1", GH_TOKEN: "a" }, "a", "GH_TOKEN"],
  ])("for %s with %j is %s", async (remote, env, token, source) => {
    expect(await find(remote, env)).toEqual({ token, source })
  })

  it.each<[string, string, Record<string, string>]>([
    ["a cloud token to a company's server", "git.acme.example", { GH_TOKEN: "a", GITHUB_TOKEN: "b" }],
    ["a stored login to another address", "github.com", { GITHUB_API_URL: "http://127.0.0.1:1" }],
  ])("never sends %s", async (_title, remote, env) => {
    await expect(find(remote, env)).rejects.toMatchObject({ code: "github/no-token" })
  })
})

describe("createReadStoredToken", () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gh-"))
    const gh = '#!/bin/sh\n[ "$*" = "auth token --hostname github.com" ] && echo from-gh || exit 1\n'
    await writeFile(join(folder, "gh"), gh)
    await chmod(join(folder, "gh"), 0o755)
  })
  afterAll(() => rm(folder, { recursive: true }))

  it("asks the GitHub CLI for one host", async () => {
    const read = createReadStoredToken({ PATH: `${folder}:/bin:/usr/bin` })
    expect(await read("github.com")).toBe("from-gh")
    expect(await read("git.acme.example")).toBeUndefined()
  })

  it("does without the GitHub CLI", async () => {
    expect(await createReadStoredToken({ PATH: join(folder, "nowhere") })("github.com")).toBeUndefined()
  })
})
