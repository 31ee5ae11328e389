import { generateKeyPairSync, type KeyPairKeyObjectResult } from "node:crypto"

export const newRsaKeys = (): KeyPairKeyObjectResult => generateKeyPairSync("rsa", { modulusLength: 2048 })

let kept: KeyPairKeyObjectResult | undefined

/** The same for every provider of this process: to make a pair takes longer than most tests that need one. */
export function rsaKeys(): KeyPairKeyObjectResult {
  kept ??= newRsaKeys()
  return kept
}
