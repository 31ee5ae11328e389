import { expect, it } from "vitest"
import { findHost } from "../../../src/adapters/github/host.ts"

const check = (remote: string, env: Record<string, string> = {}) => {
  const { name, apiUrl, kind, overridden } = findHost(remote, env)
  return `${name} ${apiUrl} ${kind}${overridden ? " overridden" : ""}`
}

it.each<[string, Record<string, string>, string]>([
  ["github.com", {}, "github.com https://api.github.com cloud"],
  ["GitHub.com", {}, "github.com https://api.github.com cloud"],
  ["ssh.github.com", {}, "github.com https://api.github.com cloud"],
  ["acme.ghe.com", {}, "acme.ghe.com https://api.acme.ghe.com cloud"],
  ["git.acme.example", {}, "git.acme.example https://git.acme.example/api/v3 server"],
  ["github-work", { GH_HOST: "github.com" }, "github.com https://api.github.com cloud"],
  ["github.com", { GH_HOST: "git.acme.example" }, "github.com https://api.github.com cloud"],
  ["github.com", { GITHUB_API_URL: "https://api.github.com/" }, "github.com https://api.github.com cloud"],
  [
    "github.com",
    { GITHUB_API_URL: "http://127.0.0.1:81" },
    "github.com http://127.0.0.1:81 cloud overridden",
  ],
  ["github.com", { GITHUB_API_URL: "http://evil.example" }, "github.com https://api.github.com cloud"],
  ["github.com", { GITHUB_API_URL: "nonsense" }, "github.com https://api.github.com cloud"],
  [
    "github.com",
    { GITHUB_API_URL: "https://git.acme.example/api/v3", GITHUB_SERVER_URL: "https://git.acme.example" },
    "github.com https://api.github.com cloud",
  ],
])("finds the API of %s with %j", (remote, env, expected) => {
  expect(check(remote, env)).toBe(expected)
})
