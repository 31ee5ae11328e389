/** Looks at what a web server answers, without following it anywhere and without trusting it. */
import { type ClientRequest, type IncomingMessage, request as requestPlain } from "node:http"
import { request as requestSecure } from "node:https"
import { TLSSocket } from "node:tls"

export interface Http {
  /** Never throws: not being answered is an answer, too. */
  readonly ask: (question: Question) => Promise<Answer>
}

export interface Question {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
}

export type Answer = Answered | Unanswered

export interface Answered {
  readonly kind: "answered"
  readonly status: number
  /** By lower-case name; several of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  /** The first of it, enough to tell whose page it is. */
  readonly body: string
  /** When the certificate ends, in milliseconds since 1970; absent over plain http. */
  readonly certificateEnds?: number
}

export interface Unanswered {
  readonly kind: "unanswered"
  readonly reason: "unknown-host" | "certificate" | "refused" | "late" | "other"
  /** Node's own code, such as `ENOTFOUND`. */
  readonly code: string
}

export interface HttpOptions {
  readonly userAgent: string
  /** For one answer. */
  readonly timeoutMs: number
}

/** Characters of a body that are kept. Entra's error pages have their code within the first 64 kB. */
const maxBodyLength = 131_072

export const createHttp = ({ userAgent, timeoutMs }: HttpOptions): Http => ({
  ask: ({ url, headers = {} }) =>
    new Promise((resolve) => {
      const start = url.startsWith("https:") ? requestSecure : requestPlain
      const request = start(url, {
        method: "GET",
        headers: { "user-agent": userAgent, ...headers },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      })
      request.on("response", (response) => {
        readAnswer(response, request).then(resolve, (error) => resolve(unanswered(error)))
      })
      request.on("error", (error) => resolve(unanswered(error)))
      request.end()
    }),
})

async function readAnswer(response: IncomingMessage, request: ClientRequest): Promise<Answered> {
  const { socket } = response
  const certificateEnds =
    socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : Number.NaN
  let body = ""
  for await (const chunk of response.setEncoding("utf8")) {
    body += chunk
    if (body.length > maxBodyLength) break
  }
  request.destroy()
  return {
    kind: "answered",
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
    ),
    body,
    ...(Number.isNaN(certificateEnds) ? {} : { certificateEnds }),
  }
}

/** Source: Node's documentation, "Errors", "OpenSSL error codes" and `dns`. */
const reasons: readonly (readonly [codes: RegExp, reason: Unanswered["reason"]])[] = [
  [/^(?:ENOTFOUND|EAI_\w+|ENODATA)$/, "unknown-host"],
  [/CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ALTNAME/, "certificate"],
  [/^ECONNREFUSED$/, "refused"],
  [/^(?:ETIMEDOUT|ABORT_ERR|EHOSTUNREACH|ENETUNREACH)$/, "late"],
]

function unanswered(error: unknown): Unanswered {
  const code = codeOf(error)
  return {
    kind: "unanswered",
    reason: reasons.find(([pattern]) => pattern.test(code))?.[1] ?? "other",
    code,
  }
}

/** Where a name has several addresses, Node reports one error that holds one for each. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (error instanceof Error && error.name === "TimeoutError") return "ABORT_ERR"
  return error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN"
}
