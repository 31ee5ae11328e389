/** Looks at what a web server answers, without following it anywhere and without trusting it. */
import { type ClientRequest, type IncomingMessage, request as requestPlain } from "node:http"
import { request as requestSecure } from "node:https"
import { TLSSocket } from "node:tls"

export interface Http {
  /** Never throws: not being answered is an answer, too. */
  readonly ask: (question: Question) => Promise<Answer>
}

/** Sends a form, which may hold a secret: to https or to this machine only. */
export interface Forms {
  /** Never throws, as above. */
  readonly post: (form: Form) => Promise<Answer>
}

export interface Form {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
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
  /** The `Set-Cookie` lines, each as it was sent. */
  readonly cookies: readonly string[]
  /** When the answer began to arrive, in milliseconds since 1970. */
  readonly at: number
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

/** Through Node's own agent, which `useEnvProxy` sends through the user's proxy. */
export const createHttp = (options: HttpOptions): Http & Forms => ({
  ask: ({ url, headers = {} }) => send({ method: "GET", url, headers, body: "" }, options),
  post: ({ url, fields }) =>
    send(
      {
        method: "POST",
        url,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      },
      options,
    ),
})

interface Message {
  readonly method: "GET" | "POST"
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const send = (
  { method, url, headers, body }: Message,
  { userAgent, timeoutMs }: HttpOptions,
): Promise<Answer> =>
  new Promise((resolve) => {
    const start = url.startsWith("https:") ? requestSecure : requestPlain
    const request = start(url, {
      method,
      headers: {
        "user-agent": userAgent,
        ...(method === "POST" ? { "content-length": Buffer.byteLength(body) } : {}),
        ...headers,
      },
      signal: AbortSignal.timeout(timeoutMs),
    })
    request.on("response", (response) => {
      readAnswer(response, request).then(resolve, (error) => resolve(unanswered(error)))
    })
    request.on("error", (error) => resolve(unanswered(error)))
    request.end(body)
  })

async function readAnswer(response: IncomingMessage, request: ClientRequest): Promise<Answered> {
  const at = Date.now()
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
    cookies: response.headers["set-cookie"] ?? [],
    body,
    at,
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
