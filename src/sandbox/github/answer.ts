import type { Json } from "./shapes/account.ts"

/** What a route answers, before it is bytes. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const created = (body: unknown): Answer => ({ status: 201, body })
export const noContent: Answer = { status: 204 }

const documentation = "https://docs.github.com/rest"

export const refuse = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers,
  body: { message, documentation_url: documentation, status: String(status) },
})

/** What is missing and what the token may not see look alike. Source: GitHub docs, "Troubleshooting the REST API". */
export const notFound = refuse(404, "Not Found")

/** Source: GitHub docs, "Troubleshooting the REST API", "Validation Failed". */
export const invalid = (message: string, errors: readonly Json[] = []): Answer => ({
  status: 422,
  body: { message, errors, documentation_url: documentation, status: "422" },
})
