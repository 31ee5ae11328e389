import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { copyToClipboard } from "../../../src/adapters/desktop/clipboard.ts"
import { createToolsFolder, type ToolsFolder } from "../../fakes/tools-folder.ts"

let tools: ToolsFolder
beforeEach(() => {
  tools = createToolsFolder()
})
afterEach(() => tools.remove())

const text = "Sagen: på dansk, med ' og \" og $HOME\n"
const copy = (variables: Readonly<Record<string, string>> = {}) =>
  copyToClipboard(text, { PATH: tools.path, ...variables })

describe("copyToClipboard", () => {
  it.each([
    ["pbcopy", {}],
    ["wl-copy", { WAYLAND_DISPLAY: "wayland-0" }],
    ["xclip", { DISPLAY: ":0" }],
    ["xsel", { DISPLAY: ":0" }],
    ["powershell.exe", { WSL_DISTRO_NAME: "Debian" }],
  ])("gives %s the text on its input and not on its command line", async (name, variables) => {
    tools.install(name)
    expect(await copy(variables)).toBe(name)
    expect(tools.inputOf(name)).toBe(text)
    expect(tools.argsOf(name)).not.toContain("Sagen")
  })

  it("speaks UTF-16 to clip.exe", async () => {
    tools.install("clip.exe")
    expect(await copy({ WSL_DISTRO_NAME: "Debian" })).toBe("clip.exe")
    expect(tools.inputOf("clip.exe", "utf16le")).toBe(text)
  })

  it("goes on to the next program where one fails", async () => {
    tools.install("wl-copy", { status: 1 })
    tools.install("xclip")
    expect(await copy({ WAYLAND_DISPLAY: "wayland-0", DISPLAY: ":0" })).toBe("xclip")
  })

  it("does not start a program that has no display to talk to", async () => {
    tools.install("xclip")
    expect(await copy()).toBeUndefined()
    expect(tools.wasCalled("xclip")).toBe(false)
  })

  it("leaves the clipboard of the other machine alone over SSH", async () => {
    tools.install("pbcopy")
    expect(await copy({ SSH_CONNECTION: "192.0.2.1 1 192.0.2.2 22" })).toBeUndefined()
    expect(tools.wasCalled("pbcopy")).toBe(false)
  })

  it("says so where there is no program", async () => {
    expect(await copy()).toBeUndefined()
  })
})
