import { describe, expect, it } from "vitest"
import { applyColour, describeTerminal, type Env, type Terminal } from "../../src/ui/terminal.ts"

const flags = { noColor: false, json: false, accessible: false }
const tty = { stdin: { isTTY: true }, stdout: { isTTY: true } }
const describeWith = (env: Env, given: Partial<typeof flags> = {}, streams = tty) =>
  describeTerminal({ TERM: "xterm-256color", ...env }, streams, { ...flags, ...given }, "linux")

describe("describeTerminal", () => {
  it.each<[env: Env, given: Partial<typeof flags>, expected: Partial<Terminal>]>([
    [{}, {}, { colour: true, interactive: true, accessible: false, unicode: true, hyperlinks: false }],
    [{ NO_COLOR: "1" }, {}, { colour: false, interactive: true }],
    [{ NO_COLOR: "" }, {}, { colour: true }],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, {}, { colour: false }],
    [{ FORCE_COLOR: "0" }, {}, { colour: false }],
    [{}, { noColor: true }, { colour: false }],
    [{}, { json: true }, { colour: false, interactive: false }],
    [{ TERM: "dumb" }, {}, { colour: false, accessible: true, unicode: false, interactive: true }],
    [{ CI: "true" }, {}, { interactive: false }],
    [{ CI: "woodpecker" }, {}, { interactive: false }],
    [{ CI: "false" }, {}, { interactive: true }],
    [{ ACCESSIBLE: "1" }, {}, { accessible: true }],
    [{ ACCESSIBLE: "0" }, {}, { accessible: false }],
    [{}, { accessible: true }, { accessible: true }],
    [{ LANG: "C" }, {}, { unicode: false }],
    [{ LC_ALL: "da_DK.UTF-8", LANG: "C" }, {}, { unicode: true }],
    [{ TERM: "linux" }, {}, { unicode: false, colour: true, reflows: false }],
    [{ XTERM_VERSION: "XTerm(390)" }, {}, { reflows: false }],
    [{}, {}, { reflows: true }],
    [{ TERM_PROGRAM: "WezTerm" }, {}, { hyperlinks: true }],
    [{ TERM_PROGRAM: "WezTerm", TMUX: "/x" }, {}, { hyperlinks: false }],
    [{ TERM_PROGRAM: "WezTerm", NO_COLOR: "1" }, {}, { hyperlinks: false }],
  ])("%j %j", (env, given, expected) => {
    expect(describeWith(env, given)).toMatchObject(expected)
  })

  it.each([
    { stdin: { isTTY: true }, stdout: { isTTY: false } },
    { stdin: { isTTY: false }, stdout: { isTTY: true } },
  ])("asks nobody where one stream is no terminal: %j", (streams) => {
    expect(describeWith({}, {}, streams).interactive).toBe(false)
  })
})

describe("applyColour", () => {
  it("switches colours off for Ink, and never on", () => {
    const env: Record<string, string> = {}
    applyColour(describeWith({}), env)
    expect(env).toEqual({})
    applyColour(describeWith({ NO_COLOR: "1" }), env)
    expect(env).toEqual({ FORCE_COLOR: "0" })
  })
})
