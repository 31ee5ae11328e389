import http from "node:http"

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Sends this process's HTTP requests through the proxy that the environment names, as other tools do. Node by itself does so
 * only where `NODE_USE_ENV_PROXY` was set before it started. Loopback is never sent through a proxy.
 *
 * Returns false where a proxy is set and this version of Node cannot be told (before 24.14).
 *
 * Source: Node documentation, `http.setGlobalProxyFromEnv`.
 */
export function useEnvProxy(env: Environment): boolean {
  if (proxyVariable(env) === undefined || env.NODE_USE_ENV_PROXY === "1") return true
  if (!("setGlobalProxyFromEnv" in http)) return false
  const exceptions = [env.no_proxy || env.NO_PROXY, "localhost", "127.0.0.1", "[::1]"]
    .filter(Boolean)
    .join(",")
  http.setGlobalProxyFromEnv({ ...env, no_proxy: exceptions, NO_PROXY: exceptions })
  return true
}

/** The variable that names a proxy; undefined where there is none. */
export const proxyVariable = (env: Environment): string | undefined =>
  ["HTTPS_PROXY", "HTTP_PROXY"].flatMap((name) => [name, name.toLowerCase()]).find((name) => env[name])
