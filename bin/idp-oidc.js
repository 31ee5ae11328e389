#!/usr/bin/env node
import * as nodeModule from "node:module"

const [major, minor] = process.versions.node.split(".").map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(`idp-oidc needs Node 22.12 or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 3
} else {
  nodeModule.enableCompileCache()
  const { quickAnswer } = await import("../dist/quick-answer.js")
  const answer = quickAnswer(process.argv.slice(2), process.stdout.columns)
  if (answer === undefined) {
    const { main } = await import("../dist/main.js")
    await main()
  } else {
    // A reader that has seen enough, such as `head`, is no error.
    process.stdout.on("error", () => {})
    process.stdout.write(answer)
  }
}
