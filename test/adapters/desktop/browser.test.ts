import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { openInBrowser } from "../../../src/adapters/desktop/browser.ts"
import { createToolsFolder, type ToolsFolder } from "../../fakes/tools-folder.ts"

let tools: ToolsFolder
beforeEach(() => {
  tools = createToolsFolder()
})
afterEach(() => tools.remove())

const url = "https://github.example.com/shop/apps/actions/runs/812"
const open = (
  address: string,
  variables: Readonly<Record<string, string>> = {},
  platform: NodeJS.Platform = "linux",
) => openInBrowser(address, { PATH: tools.path, ...variables }, platform)

describe("openInBrowser", () => {
  it.each<[tool: string, platform: NodeJS.Platform, variables: Readonly<Record<string, string>>]>([
    ["open", "darwin", {}],
    ["xdg-open", "linux", {}],
    ["wslview", "linux", { WSL_DISTRO_NAME: "Debian" }],
  ])("gives %s the address alone", async (tool, platform, variables) => {
    tools.install(tool)
    expect(await open(url, variables, platform)).toBe(true)
    expect(tools.argsOf(tool)).toBe(`${url}\n`)
  })

  it("does not wait for a browser that stays", async () => {
    tools.install("xdg-open", { stays: true })
    expect(await open(url)).toBe(true)
  })

  it.each(["file:///etc/passwd", "javascript:alert(1)", "--help", "", "smb://x/y", "https://"])(
    "opens nothing for %j",
    async (address) => {
      tools.install("xdg-open")
      expect(await open(address)).toBe(false)
      expect(tools.wasCalled("xdg-open")).toBe(false)
    },
  )

  it("opens nothing over SSH, or where there is nothing to open it with", async () => {
    expect(await open(url)).toBe(false)
    tools.install("xdg-open")
    expect(await open(url, { SSH_TTY: "/dev/pts/1" })).toBe(false)
    expect(tools.wasCalled("xdg-open")).toBe(false)
  })
})
