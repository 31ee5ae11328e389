/** What can go wrong between a client and GitHub. Source: GitHub docs, "Troubleshooting the REST API". */
export type Fault =
  | { readonly kind: "saml"; readonly url: string }
  | { readonly kind: "missing-permission"; readonly permissions: string }
  | { readonly kind: "rate-limit"; readonly resetAt: number }
  | { readonly kind: "secondary-rate-limit"; readonly retryAfterSeconds: number }
  | { readonly kind: "server-error"; readonly status: 500 | 502 | 503 }
  /** The request is carried out and its answer never arrives. */
  | { readonly kind: "lost-reply" }

export interface ActiveFault {
  readonly fault: Fault
  /** Which requests, as `METHOD /path`. */
  readonly when: RegExp
  /** How many requests are hit before it heals by itself; `Infinity` by default. */
  readonly times?: number
}

export interface Refusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly message: string
}

/** The answer in place of the real one; none for a fault of the connection. */
export function makeRefusal(fault: Fault): Refusal | undefined {
  switch (fault.kind) {
    case "saml":
      return {
        status: 403,
        headers: { "x-github-sso": `required; url=${fault.url}` },
        message:
          "Resource protected by organization SAML enforcement. You must grant your token access to it.",
      }
    case "missing-permission":
      return {
        status: 403,
        headers: { "x-accepted-github-permissions": fault.permissions },
        message: "Resource not accessible by personal access token",
      }
    case "rate-limit":
      return {
        status: 403,
        headers: {
          "x-ratelimit-limit": "5000",
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": String(Math.ceil(fault.resetAt / 1000)),
        },
        message: "API rate limit exceeded for user ID 1.",
      }
    case "secondary-rate-limit":
      return {
        status: 403,
        headers: { "retry-after": String(fault.retryAfterSeconds), "x-ratelimit-remaining": "4000" },
        message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
      }
    case "server-error":
      return { status: fault.status, headers: {}, message: "Server Error" }
    case "lost-reply":
      return undefined
  }
}
