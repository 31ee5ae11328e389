import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { createFiles } from "../../../src/adapters/fs/files.ts"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "files-"))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const files = createFiles()
const at = (name: string) => join(folder, name)

describe("createFiles", () => {
  it("reads text as it stands, byte order mark and line ends included", async () => {
    const text = "\uFEFFa: 1\r\nb: Ærø\r\n"
    await writeFile(at("x.yaml"), text)
    expect(await files.read(at("x.yaml"))).toBe(text)
  })

  it("knows no text where there is no file, or a folder", async () => {
    expect(await files.read(at("none"))).toBeUndefined()
    expect(await files.read(folder)).toBeUndefined()
    expect(await files.read(at("none/deeper"))).toBeUndefined()
  })

  it("removes a file, and its folder with the last one", async () => {
    await mkdir(at("app"))
    await writeFile(at("app/a"), "")
    await writeFile(at("app/b"), "")
    await files.remove(at("app/a"))
    expect(await readdir(at("app"))).toEqual(["b"])
    await files.remove(at("app/b"))
    expect(await readdir(folder)).toEqual([])
    await expect(files.remove(at("app/b"))).rejects.toMatchObject({ code: "repo/unwritable-file" })
  })

  it("refuses to guess what bytes mean", async () => {
    await writeFile(at("latin1.yaml"), Buffer.from([0x61, 0x3a, 0x20, 0xe6]))
    await expect(files.read(at("latin1.yaml"))).rejects.toMatchObject({ code: "repo/unreadable-file" })
  })

  it.each([
    ["a folder stands in its place", "folder", /\/folder cannot be written: E[A-Z]+: [a-z ,]+\.$/],
    [
      "a file stands in the place of its folder",
      "file/x",
      /\/file\/x cannot be written: E[A-Z]+: [a-z ]+\.$/,
    ],
  ])("says that a file cannot be written where %s", async (_, name, message) => {
    await mkdir(at("folder"))
    await writeFile(at("file"), "")
    await expect(files.write(at(name), "new")).rejects.toMatchObject({
      code: "repo/unwritable-file",
      message: expect.stringMatching(message),
    })
    expect(await readdir(folder)).toEqual(["file", "folder"])
  })

  it("writes into folders that it makes, and leaves nothing else behind", async () => {
    await files.write(at("a/b/x.yaml"), "a: 1\n")
    expect(await readdir(at("a/b"))).toEqual(["x.yaml"])
    expect(await readFile(at("a/b/x.yaml"), "utf8")).toBe("a: 1\n")
  })

  it("keeps the permissions of a file that it replaces", async () => {
    await writeFile(at("x"), "old")
    await chmod(at("x"), 0o640)
    await files.write(at("x"), "new")
    expect((await stat(at("x"))).mode & 0o777).toBe(0o640)
  })

  it("keeps them where the process may give new files less", async () => {
    await writeFile(at("shared"), "old")
    await chmod(at("shared"), 0o664)
    const umask = process.umask(0o022)
    try {
      await files.write(at("shared"), "new")
      await files.write(at("own"), "new", { mode: 0o666 })
    } finally {
      process.umask(umask)
    }
    expect((await stat(at("shared"))).mode & 0o777).toBe(0o664)
    expect((await stat(at("own"))).mode & 0o777).toBe(0o644)
  })

  it("lists what links lead to, and passes over links that lead nowhere", async () => {
    await mkdir(at("folder"))
    await writeFile(at("file"), "")
    await symlink(at("folder"), at("to-folder"))
    await symlink(at("file"), at("to-file"))
    await symlink(at("nowhere"), at("broken"))
    await symlink(at("file/deeper"), at("through-a-file"))
    await symlink(at("circle"), at("circle"))
    expect(await files.folders(folder)).toEqual(["folder", "to-folder"])
    expect(await files.files(folder)).toEqual(["file", "to-file"])
  })

  it("writes through a link to the file, not over the link", async () => {
    await writeFile(at("real"), "old")
    await symlink(at("real"), at("link"))
    await files.write(at("link"), "new")
    expect(await readFile(at("real"), "utf8")).toBe("new")
    expect(await files.resolve(at("link"))).toBe(await files.resolve(at("real")))
  })

  it("removes what a killed run left behind, and no file of anybody else", async () => {
    await writeFile(at(".x.yaml.0123abcd.idp-oidc-tmp"), "half")
    await writeFile(at(".x.yaml.swp"), "an editor's")
    await files.write(at("x.yaml"), "whole")
    expect((await readdir(folder)).sort()).toEqual([".x.yaml.swp", "x.yaml"])
  })

  it("lists folders and files apart, sorted, links by what they lead to", async () => {
    await files.write(at("b/x"), "")
    await files.write(at("a/x"), "")
    await files.write(at("file"), "")
    await symlink(at("a"), at("c"))
    expect(await files.folders(folder)).toEqual(["a", "b", "c"])
    expect(await files.files(folder)).toEqual(["file"])
    expect(await files.folders(at("none"))).toEqual([])
  })

  it("leaves the old text or the new one, whenever it is killed", async () => {
    const size = 200_000
    const texts = ["a".repeat(size), "b".repeat(size)]
    const script = `
      import { createFiles } from ${JSON.stringify(new URL("../../../src/adapters/fs/files.ts", import.meta.url).href)}
      const files = createFiles()
      process.stdout.write("ready")
      for (let turn = 0; ; turn++) await files.write(process.argv[1], (turn % 2 ? "a" : "b").repeat(${size}))
    `
    await writeFile(at("x"), texts[0] ?? "")
    for (let attempt = 0; attempt < 12; attempt++) {
      const child = spawn(process.execPath, ["--input-type=module", "-e", script, at("x")])
      await once(child.stdout, "data")
      await new Promise((resolve) => setTimeout(resolve, 3 + attempt * 2.7))
      child.kill("SIGKILL")
      await once(child, "close")
      expect(texts).toContain(await readFile(at("x"), "utf8"))
    }
  })
})
