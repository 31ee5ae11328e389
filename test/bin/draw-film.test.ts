import { readFileSync, statSync } from "node:fs"
import { resolve } from "node:path"
import headless from "@xterm/headless"
import { expect, it } from "vitest"
import { drawFilm, readFrame } from "../../bin/draw-film.ts"

async function frameOf(text: string, caption = "caption") {
  const terminal = new headless.Terminal({ cols: 20, rows: 2, allowProposedApi: true })
  await new Promise<void>((done) => terminal.write(text, done))
  return readFrame(terminal, caption)
}

it("reads each run of cells at its column, in its colour and weight", async () => {
  const { lines } = await frameOf("  plain \x1b[32mgreen\x1b[1m bold\x1b[0m\r\n\x1b[2mfaint")
  expect(lines).toEqual([
    [
      { column: 2, text: "plain", style: "" },
      { column: 8, text: "green", style: ' fill="#56d364"' },
      { column: 14, text: "bold", style: ' fill="#56d364" font-weight="bold"' },
    ],
    [{ column: 0, text: "faint", style: ' opacity="0.65"' }],
  ])
})

it("keeps what follows a wide character at its column", async () => {
  const { lines } = await frameOf("日本 \x1b[1mx")
  expect(lines[0]).toEqual([
    { column: 0, text: "日本", style: "" },
    { column: 5, text: "x", style: ' font-weight="bold"' },
  ])
})

it("shows one frame after the other, the first one where nothing moves, and escapes what is text", async () => {
  const svg = drawFilm([await frameOf("<a & b>", '"first"'), await frameOf("second")], {
    columns: 20,
    rows: 2,
  })
  expect(svg).toContain("&lt;a &amp; b&gt;")
  expect(svg).toContain("&quot;first&quot;")
  expect(svg.match(/class="frame"/g)).toHaveLength(2)
  expect(svg).toContain(".frame:nth-of-type(2) { animation-delay: 3.5s }")
  expect(svg).toContain(".frame:first-of-type { visibility: visible }")
})

it("leaves a picture that names no folder of the machine it was made on, and is small", () => {
  const path = resolve(import.meta.dirname, "../../docs/demo.svg")
  expect(readFileSync(path, "utf8")).not.toMatch(/\/(?:home|root|Users|tmp|work|var)\//)
  expect(statSync(path).size).toBeLessThan(200_000)
})
