/**
 * The provider's signing keys, kept while the provider is away.
 *
 * Entra asks for a refresh on an unknown key id, but at most every five minutes, and for keys no older than a day.
 * Source: Entra, "Signing key rollover". The protocol library asks more often; this stands between it and the network.
 */
import type { CustomFetch, CustomFetchOptions } from "openid-client"

/** Milliseconds between two downloads of one key set. */
const cooldownMs = 5 * 60_000

/** Milliseconds between two downloads while there are no keys: anyone can send tokens, so a flood must not become one. */
const retryAfterMs = 2_000

/** Milliseconds after which kept keys are no longer believed. */
const maxAgeMs = 24 * 3600_000

interface KeySet {
  readonly body: string
  readonly fetchedAt: number
}

/** `fetch`, except that answers of `isKeySet` addresses are kept. `now` is in milliseconds. */
export function keepKeySets(
  fetch: CustomFetch,
  isKeySet: (url: string) => boolean,
  now: () => number,
): CustomFetch {
  let kept: KeySet | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  let failure: unknown
  let underWay: Promise<void> | undefined

  const renew = async (url: string, options: CustomFetchOptions): Promise<void> => {
    triedAt = now()
    try {
      kept = { body: await download(fetch, url, options), fetchedAt: triedAt }
    } catch (error) {
      failure = error
    } finally {
      underWay = undefined
    }
  }

  return async (url, options) => {
    if (!isKeySet(url)) return fetch(url, options)
    const time = now()
    const mayTry = time >= triedAt + (kept === undefined ? retryAfterMs : cooldownMs)
    if (underWay === undefined && mayTry) {
      underWay = renew(url, options)
      await underWay
    }
    // Whoever has keys does not wait for those that someone else is fetching.
    if (kept === undefined) await underWay
    if (kept === undefined) throw failure
    if (time >= kept.fetchedAt + maxAgeMs) throw new Error(`the keys at ${url} cannot be renewed`)
    return new Response(kept.body, { headers: { "content-type": "application/json" } })
  }
}

async function download(fetch: CustomFetch, url: string, options: CustomFetchOptions): Promise<string> {
  const response = await fetch(url, options)
  const body = await response.text()
  if (!response.ok || !isKeySetText(body)) throw new Error(`no key set at ${url} (HTTP ${response.status})`)
  return body
}

function isKeySetText(body: string): boolean {
  try {
    const document: unknown = JSON.parse(body)
    const keys = (document as { keys?: unknown } | null)?.keys
    return Array.isArray(keys) && keys.length > 0
  } catch {
    return false
  }
}
