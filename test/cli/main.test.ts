import { describe, expect, it } from "vitest"
import manifest from "../../package.json" with { type: "json" }
import { commands } from "../../src/cli/specs.ts"
import { run } from "./run.ts"

describe("idp-oidc", () => {
  it("prints its version", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" })
  })

  it("shows help when nothing is asked, with every command and an example before them", async () => {
    const { code, stdout, stderr } = await run([])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout.indexOf("npx idp-oidc init")).toBeLessThan(stdout.indexOf("Commands"))
    for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"))
  })

  it.each(commands.map(({ name }) => [name]))("shows the help of %s, every flag in it", async (name) => {
    const { code, stdout, stderr } = await run([name, "--help"])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    for (const flag of commands.find((command) => command.name === name)?.flags ?? [])
      expect(stdout).toContain(`--${flag.name}`)
  })

  it.each([
    [["-h"], ["--help"]],
    [["help"], ["--help"]],
    [
      ["help", "init"],
      ["init", "--help"],
    ],
    [
      ["--help", "init"],
      ["init", "--help"],
    ],
    [
      ["init", "-h"],
      ["init", "--help"],
    ],
    [["init", "--version"], ["--version"]],
    [["--quiet", "--version"], ["--version"]],
    [
      ["--json", "explain", "403"],
      ["explain", "403", "--json"],
    ],
  ])("takes %j for %j", async (typed, meant) => {
    expect(await run(typed)).toEqual({ ...(await run(meant)), code: 0, stderr: "" })
  })

  it("keeps help within 80 columns, but for flags that are longer", async () => {
    const helps = await Promise.all(
      ["", ...commands.map(({ name }) => name)].map((name) => run(["help", name])),
    )
    const long = helps.flatMap(({ stdout }) => stdout.split("\n").filter((line) => line.length > 80))
    expect(long.filter((line) => !line.startsWith("  idp-oidc "))).toEqual([])
  })

  const refused: readonly [readonly string[], string, string][] = [
    [["innit"], 'There is no command "innit".', "Did you mean idp-oidc init?"],
    [["--verison"], "Unknown flag --verison.", "Did you mean --version?"],
    [["--yes"], "Unknown flag --yes.", "idp-oidc --help lists its flags."],
    [["help", "xyzzy"], 'There is no command "xyzzy".', "idp-oidc --help lists the commands."],
    [["xyzzy"], 'There is no command "xyzzy".', "idp-oidc --help lists the commands."],
    [["init", "--namespce", "a"], "Unknown flag --namespce.", "Did you mean --namespace?"],
    [["init", "-x"], "Unknown flag -x.", "idp-oidc init --help lists its flags."],
    [["init", "--app"], "--app needs a value (APP).", "--app: the app to protect"],
    [["init", "--app", "--yes"], "--app needs a value (APP).", "--app: the app to protect"],
    [["init", "--app="], "--app needs a value (APP).", "--app: the app to protect"],
    [["init", "--yes=no"], '--yes takes no value, got "no".', "--yes: accept every derived default"],
    [
      ["init", "--ingress", "outside"],
      '--ingress does not take "outside".',
      "Choose one of: public, private, both.",
    ],
    [["init", "--wire=maybe"], '--wire does not take "maybe".', "Write --wire alone, or --wire=unverified."],
    [["init", "myapp"], 'Unexpected argument "myapp".', "idp-oidc init --help lists what it takes."],
  ]
  it.each(refused)("%j ends with exit 2 and says what to do", async (args, message, hint) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toContain(`Error: ${message}\n`)
    expect(stderr).toContain(hint)
  })

  it("takes version for --version, and names the flags that a shorter word begins", async () => {
    expect((await run(["version"])).stdout).toBe((await run(["--version"])).stdout)
    const { stderr } = await run(["init", "--client-secret", "x"])
    expect(stderr).toContain("Did you mean --client-secret-stdin or --client-secret-file?")
  })

  it.each([
    ["init", "--nope", "--json"],
    ["doctor", "--nope", "--format", "json"],
    ["doctor", "--format=json", "--nope"],
  ])("reports errors as one JSON document with %s %s %s", async (...args) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" })
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      status: "failed",
      error: { code: "usage/unknown-flag" },
    })
  })
})
