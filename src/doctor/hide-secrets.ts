/** Texts of others (ArgoCD, Kubernetes, logs, live hosts) may quote a secret that stands where none belongs. */
import { clientSecretInText } from "../core/entra/secret-shapes.ts"
import type { Finding } from "./check.ts"

const clientSecret = new RegExp(clientSecretInText, "g")
/** 32 hexadecimal digits by themselves; ids have hyphens, and commits have more digits. */
const sessionSecret = /(?<![\w-])[0-9a-f]{32}(?![\w-])/gi

/** The text without what has the shape of a secret of a login. */
export const hideSecrets = (text: string): string =>
  text.replace(clientSecret, "(hidden)").replace(sessionSecret, "(hidden)")

/** Every report is made of findings, so this is the one place that all of them pass. */
export const hideSecretsIn = (finding: Finding): Finding => {
  const { what, found, expected } = finding
  return {
    ...finding,
    what: hideSecrets(what),
    ...(found === undefined ? {} : { found: hideSecrets(found) }),
    ...(expected === undefined ? {} : { expected: hideSecrets(expected) }),
  }
}
