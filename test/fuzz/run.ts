/**
 * `npm run fuzz -- [--requests N] [--seed N]`: a million mutated requests by default, none of which may be let in.
 * The same seed makes the same requests. Exit 1 where anything got through.
 */
import { parseArgs } from "node:util"
import { fuzz } from "./fuzz.ts"

const { values } = parseArgs({
  options: { requests: { type: "string", default: "1000000" }, seed: { type: "string" } },
})
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const { unauthorised, leaks, internalErrors, ...figures } = await fuzz({
  seed,
  requests: Number(values.requests),
})
const counts = {
  unauthorised: unauthorised.length,
  leaks: leaks.length,
  internalErrors: internalErrors.length,
}
console.log(JSON.stringify({ ...figures, ...counts }, undefined, 2))
const found = [...unauthorised, ...leaks, ...internalErrors].slice(0, 10)
if (found.length > 0) {
  console.error(JSON.stringify(found, undefined, 2))
  process.exitCode = 1
}
