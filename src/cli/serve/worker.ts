/** One of several processes that serve: what it and the one that looks after it tell each other. */
import type { ListenAddress } from "../../server/server.ts"

/** What a worker says once it serves. */
export interface Started {
  readonly url: string
  readonly adminUrl: string
}

/** What a worker is told when it shall stop. A signal would be its second one where Ctrl+C reached every process. */
export const stopMessage = "stop"

/** Health and metrics of one worker, for the process that looks after it only. */
export const workerAdminListen: ListenAddress = { host: "127.0.0.1", port: 0, exclusive: true }

/** Aborted by whichever comes first: a signal to this process, or word from the one that looks after it. */
export function stopOfWorker(signal: AbortSignal): AbortSignal {
  const told = new AbortController()
  process.on("message", (message) => {
    if (message === stopMessage) told.abort()
  })
  return AbortSignal.any([signal, told.signal])
}
