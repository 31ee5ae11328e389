/**
 * `npm run fuzz -- [--requests N] [--seed N] [--sealings N]`: a million mutated requests by default, none of which may be
 * let in, and ten million sealed values, no two under one nonce. The same seed makes the same requests. Exit 1 where
 * anything got through.
 */
import { parseArgs } from "node:util"
import { fuzz } from "./fuzz.ts"
import { countRepeatedNonces } from "./nonces.ts"

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "1000000" },
    seed: { type: "string" },
    sealings: { type: "string", default: "10000000" },
  },
})
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const { unauthorised, leaks, internalErrors, ...figures } = await fuzz({
  seed,
  requests: Number(values.requests),
})
const sealings = Number(values.sealings)
const repeatedNonces = countRepeatedNonces(sealings)
const counts = {
  unauthorised: unauthorised.length,
  leaks: leaks.length,
  internalErrors: internalErrors.length,
  sealings,
  repeatedNonces,
}
console.log(JSON.stringify({ ...figures, ...counts }, undefined, 2))
const found = [...unauthorised, ...leaks, ...internalErrors].slice(0, 10)
if (found.length > 0) console.error(JSON.stringify(found, undefined, 2))
if (found.length > 0 || repeatedNonces > 0) process.exitCode = 1
