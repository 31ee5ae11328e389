/** A `fetch` for answers of a provider: small, prompt, and never somewhere else than asked. */
import type { CustomFetch } from "openid-client"

/** Milliseconds for one call. A browser is waiting, and Traefik gives up after 30 seconds. */
const timeoutMs = 10_000

/** Bytes. Entra's largest answer, its key set, is about 20 kB. */
const maxBodyBytes = 1_048_576

/**
 * Redirects are refused: a token endpoint has no business sending our secret elsewhere.
 *
 * @throws Error where the provider does not answer in time, answers too much, or redirects.
 */
export const boundedFetch: CustomFetch = async (url, options) => {
  const signals = [AbortSignal.timeout(timeoutMs), ...(options.signal ? [options.signal] : [])]
  const request = { ...options, redirect: "manual", signal: AbortSignal.any(signals) } as RequestInit
  const response = await fetch(url, request)
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel()
    throw new Error(`${new URL(url).host} answered with a redirect`)
  }
  const bytes = await readAtMost(response, url)
  return new Response(bytes, { status: response.status, headers: response.headers })
}

async function readAtMost(response: Response, url: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > maxBodyBytes)
      throw new Error(`${new URL(url).host} answered with more than ${maxBodyBytes} bytes`)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
