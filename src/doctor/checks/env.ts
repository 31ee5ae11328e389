/** The machine that the doctor runs on. */
import { type Check, fail, looked } from "../check.ts"

export const node: Check = {
  id: "OIDC001",
  group: "env",
  title: "Node is new enough",
  needs: ["files"],
  after: [],
  hint: "Install Node 22.12 or newer.",
  run: async ({ nodeVersion }) => {
    const [major = 0, minor = 0] = nodeVersion.split(".").map(Number)
    const isOld = major < 22 || (major === 22 && minor < 12)
    return looked(
      ...(isOld ? [fail("this Node is too old", { found: nodeVersion, expected: "22.12 or newer" })] : []),
    )
  },
}
