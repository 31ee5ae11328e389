/** Health, readiness, metrics and public keys, on a port that no ingress leads to. */
import { createServer, type Server } from "node:http"

import type { PublicJwk } from "./identity-token/identity-key.ts"

export interface AdminPages {
  /** True while requests are taken; false from the moment that a shutdown begins. */
  readonly isReady: () => boolean
  /** Prometheus text. */
  readonly renderMetrics: () => string
  /** Public keys that verify identity tokens of the app of this host, or of the only app served here. */
  readonly identityKeys: (host: string | undefined) => readonly PublicJwk[] | undefined
}

const text = "text/plain; charset=utf-8"

const keySetPath = /^(?:\/(?<host>[^/?]+))?\/\.well-known\/jwks\.json$/

const paths =
  "/healthz, /readyz, /metrics, /.well-known/jwks.json, or /<host>/.well-known/jwks.json of one app\n"

/** Source: Kubernetes, "Configure Liveness, Readiness and Startup Probes"; Prometheus, "Exposition formats". */
export function createAdminServer({ isReady, renderMetrics, identityKeys }: AdminPages): Server {
  return createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(body)
    }
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405, text, "GET only\n")
    const keySet = keySetPath.exec(request.url ?? "")
    const keys = keySet && identityKeys(keySet.groups?.host)
    if (keys) return answer(200, "application/jwk-set+json", JSON.stringify({ keys }))
    switch (request.url) {
      case "/healthz":
        return answer(200, text, "ok\n")
      case "/readyz":
        return isReady() ? answer(200, text, "ready\n") : answer(503, text, "stopping\n")
      case "/metrics":
        return answer(200, "text/plain; version=0.0.4; charset=utf-8", renderMetrics())
      default:
        return answer(404, text, paths)
    }
  })
}
