/** Health, readiness, metrics and public keys, on a port that no ingress leads to. */
import { createServer, type Server } from "node:http"

import type { PublicJwk } from "./identity-token/identity-key.ts"

export interface AdminPages {
  /** True while requests are taken; false from the moment that a shutdown begins. */
  readonly isReady: () => boolean
  /** Prometheus text. */
  readonly renderMetrics: () => string
  /** Public keys that verify identity tokens of every app served here. */
  readonly identityKeys: () => readonly PublicJwk[]
}

const text = "text/plain; charset=utf-8"

/** Source: Kubernetes, "Configure Liveness, Readiness and Startup Probes"; Prometheus, "Exposition formats". */
export function createAdminServer({ isReady, renderMetrics, identityKeys }: AdminPages): Server {
  return createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(body)
    }
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405, text, "GET only\n")
    switch (request.url) {
      case "/healthz":
        return answer(200, text, "ok\n")
      case "/readyz":
        return isReady() ? answer(200, text, "ready\n") : answer(503, text, "stopping\n")
      case "/metrics":
        return answer(200, "text/plain; version=0.0.4; charset=utf-8", renderMetrics())
      case "/.well-known/jwks.json":
        return answer(200, "application/jwk-set+json", JSON.stringify({ keys: identityKeys() }))
      default:
        return answer(404, text, "/healthz, /readyz, /metrics, /.well-known/jwks.json\n")
    }
  })
}
