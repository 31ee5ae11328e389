import type { IncomingMessage, ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"

export type EntraEndpoint =
  | "metadata"
  | "keys"
  | "authorize"
  | "login"
  | "token"
  | "userinfo"
  | "logout"
  | "graph"

/** What can go wrong on the way to an identity provider. */
export type Fault =
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "reset" }

/** Faults that are switched on, and a count of requests, per endpoint. */
export interface Faults {
  readonly set: (endpoint: EntraEndpoint, fault: Fault | undefined) => void
  readonly counts: () => Readonly<Record<EntraEndpoint, number>>
  /** Counts the request; true where a fault has answered it already. */
  readonly apply: (
    endpoint: EntraEndpoint,
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<boolean>
}

export function createFaults(): Faults {
  const faults = new Map<EntraEndpoint, Fault>()
  const counts: Record<EntraEndpoint, number> = {
    metadata: 0,
    keys: 0,
    authorize: 0,
    login: 0,
    token: 0,
    userinfo: 0,
    logout: 0,
    graph: 0,
  }
  return {
    set: (endpoint, fault) => {
      if (fault) faults.set(endpoint, fault)
      else faults.delete(endpoint)
    },
    counts: () => ({ ...counts }),
    apply: async (endpoint, request, response) => {
      counts[endpoint] += 1
      const fault = faults.get(endpoint)
      switch (fault?.kind) {
        case undefined:
          return false
        case "delay":
          await sleep(fault.ms)
          return request.destroyed
        case "status":
          response.writeHead(fault.status, { "Content-Type": "text/plain" }).end("Service unavailable\n")
          return true
        case "reset":
          request.socket.resetAndDestroy()
          return true
      }
    },
  }
}
