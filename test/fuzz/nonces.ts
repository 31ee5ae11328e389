import { randomBytes } from "node:crypto"
import { bindKeys, nonceBytes, seal } from "../../src/core/session/codec.ts"
import { keyIdBytes, makeKeyRing } from "../../src/core/session/key-ring.ts"

/** In a sealed value, after its version and its key id. */
const nonceStart = 1 + keyIdBytes

/** How often two sealings of one key have nonces whose first eight bytes agree: by chance once in 370,000 runs of ten million. */
export function countRepeatedNonces(
  sealings: number,
  random: (bytes: number) => Uint8Array = randomBytes,
): number {
  const ring = makeKeyRing([randomBytes(32).toString("base64url")])
  const keys = bindKeys(ring, { clientId: "a", host: "a.example" }).session
  // Ten million texts in a set would be a gigabyte.
  const nonces = new BigUint64Array(sealings)
  for (let index = 0; index < sealings; index++) {
    const sealed = seal(keys, "x", random(nonceBytes))
    nonces[index] = Buffer.from(sealed, "base64url").readBigUInt64BE(nonceStart)
  }
  nonces.sort()
  let repeated = 0
  for (let index = 1; index < sealings; index++) if (nonces[index] === nonces[index - 1]) repeated++
  return repeated
}
