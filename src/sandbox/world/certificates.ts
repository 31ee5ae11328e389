/**
 * A certificate authority for one run: its key never leaves the memory of the process that made it, and nobody trusts it but
 * programs that are started with `NODE_EXTRA_CA_CERTS`. OpenSSL signs; only the few fixed records around the key are written
 * here, because the libraries that write certificates are 700 kB and change the global `Reflect`.
 *
 * Source: RFC 5280, sections 4.1 and 4.2; RFC 5758, section 3.2; ITU-T X.690 for the encoding (DER).
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto"

export interface Authority {
  /** PEM, for `NODE_EXTRA_CA_CERTS`. */
  readonly certificate: string
  readonly issue: (host: string) => { readonly key: string; readonly cert: string }
}

const dayMs = 86_400_000
/** Days. Longer than the fortnight from which on the doctor warns of an end. */
const lifetimeDays = 30

/** `now`: milliseconds since the epoch. */
export function createAuthority(now: () => number): Authority {
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const name = `idp-oidc demo ${randomBytes(4).toString("hex")}`
  const issuer = { name, key: own.privateKey }
  return {
    certificate: makeCertificate({
      subject: name,
      key: own.publicKey,
      issuer,
      at: now(),
      extensions: [
        extension(oids.basicConstraints, sequence(boolean(true)), true),
        extension(oids.keyUsage, bits(Buffer.of(0b0000_0100), 2), true),
      ],
    }),
    issue: (host) => {
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
      const cert = makeCertificate({
        subject: host,
        key: publicKey,
        issuer,
        at: now(),
        extensions: [
          extension(oids.subjectAltName, sequence(tagged(0x82, Buffer.from(host, "ascii")))),
          extension(oids.extendedKeyUsage, sequence(oid(oids.serverAuth))),
        ],
      })
      return { key: String(privateKey.export({ type: "pkcs8", format: "pem" })), cert }
    },
  }
}

interface CertificateRequest {
  readonly subject: string
  readonly key: KeyObject
  readonly issuer: { readonly name: string; readonly key: KeyObject }
  readonly at: number
  readonly extensions: readonly Buffer[]
}

function makeCertificate({ subject, key, issuer, at, extensions }: CertificateRequest): string {
  const content = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    algorithm,
    nameOf(issuer.name),
    sequence(time(at - dayMs), time(at + lifetimeDays * dayMs)),
    nameOf(subject),
    key.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions)),
  )
  const signature = sign("sha256", content, issuer.key)
  const base64 = sequence(content, algorithm, bits(signature)).toString("base64")
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n").trimEnd()}\n-----END CERTIFICATE-----\n`
}

/** The contents of object identifiers, encoded. */
const oids = {
  commonName: "550403",
  subjectAltName: "551d11",
  basicConstraints: "551d13",
  keyUsage: "551d0f",
  extendedKeyUsage: "551d25",
  serverAuth: "2b06010505070301",
  ecdsaWithSha256: "2a8648ce3d040302",
} as const

function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), body])
}

const sequence = (...items: readonly Buffer[]): Buffer => tagged(0x30, ...items)
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, "hex"))
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 0xff : 0))
const bits = (bytes: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.of(unused), bytes)
const algorithm = sequence(oid(oids.ecdsaWithSha256))

const nameOf = (commonName: string): Buffer =>
  sequence(tagged(0x31, sequence(oid(oids.commonName), tagged(0x0c, Buffer.from(commonName)))))

/** As `261231235959Z`, which is right until 2049. */
const time = (at: number): Buffer =>
  tagged(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-T:]/g, "")}Z`))

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), tagged(0x04, value))
