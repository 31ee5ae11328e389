/**
 * The chart as a cluster runs it, in the parts that matter to requests: pods made of the image's files, a Service that
 * learns of them late, and a Deployment that replaces them as its strategy says.
 */
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import type { Values } from "../../../src/core/contract/values.ts"
import { only } from "../../chart/cases.ts"
import { addressesOf, makePodFolder, type PodFolder, secretFiles } from "../../chart/pod.ts"
import { host, type Outside, startOutside } from "./start-outside.ts"
import { startService } from "./start-service.ts"
import { startTraefik, type Traefik } from "./start-traefik.ts"

/** Milliseconds until every node sends new connections where a Service says. Large clusters take a second or two. */
const propagationMs = 1_500

export interface Cluster extends Outside {
  readonly traefik: Traefik
  /** What the pods have mounted. */
  readonly folder: PodFolder
  /** What the pods write to standard error. */
  readonly log: () => string
  /** Replaces every pod, one by one; resolves when the last old one has ended, with the exit codes. */
  readonly rollOut: (timing?: Partial<Timing>) => Promise<readonly number[]>
  /** Kills one server the hard way and starts another in its place, as a kubelet does. */
  readonly crashOne: () => Promise<void>
}

/** How a pod stops. */
export interface Timing {
  readonly preStopSeconds: number
  readonly graceSeconds: number
}

interface Pod {
  readonly child: ChildProcess
  readonly url: string
}

export async function startCluster(values: Partial<Values> = {}): Promise<Cluster> {
  const outside = await startOutside(values)
  const { manifests } = outside
  const { replicas, template } = only(manifests, "Deployment").spec
  const [{ lifecycle }] = template.spec.containers
  const timing: Timing = {
    preStopSeconds: lifecycle.preStop.sleep.seconds,
    graceSeconds: template.spec.terminationGracePeriodSeconds,
  }
  const folder = await makePodFolder(manifests)
  await folder.mount("secrets", secretFiles(outside.secrets))
  const service = await startService()
  const logged: string[] = []
  let pods: readonly Pod[] = []

  /** Ready when this returns, which is when the Service starts to learn of it. */
  async function startPod(): Promise<Pod> {
    const child = folder.start()
    child.stderr?.on("data", (chunk: Buffer) => logged.push(chunk.toString()))
    const { url, adminUrl } = await addressesOf(child)
    while ((await fetch(`${adminUrl}/readyz`)).status !== 200) await sleep(50)
    return { child, url }
  }

  async function announce(): Promise<void> {
    const urls = pods.map(({ url }) => url)
    await sleep(propagationMs)
    service.setEndpoints(urls)
  }

  async function stopPod({ child }: Pod, { preStopSeconds, graceSeconds }: Timing): Promise<number> {
    const exited = once(child, "exit")
    const killer = setTimeout(() => child.kill("SIGKILL"), graceSeconds * 1000)
    await sleep(preStopSeconds * 1000)
    child.kill("SIGTERM")
    const [code] = await exited
    clearTimeout(killer)
    return code ?? -1
  }

  pods = await Promise.all(Array.from({ length: replicas }, startPod))
  service.setEndpoints(pods.map(({ url }) => url))
  const forwardAuth = { ...only(manifests, "Middleware").spec.forwardAuth, address: `${service.url}/` }
  const traefik = await startTraefik({ host, forwardAuth, appUrl: outside.app.url })

  return {
    ...outside,
    traefik,
    folder,
    log: () => logged.join(""),
    rollOut: async (change) => {
      const stopping: Promise<number>[] = []
      // maxSurge 1, maxUnavailable 0: a new pod is ready before an old one goes, and nobody waits for its end.
      for (const old of pods) {
        pods = [...pods, await startPod()]
        await announce()
        pods = pods.filter((pod) => pod !== old)
        const stopped = stopPod(old, { ...timing, ...change })
        stopping.push(stopped)
        await announce()
      }
      return Promise.all(stopping)
    },
    crashOne: async () => {
      const [victim, ...others] = pods
      if (!victim) throw new Error("no pod runs")
      const exited = once(victim.child, "exit")
      victim.child.kill("SIGKILL")
      await exited
      pods = others
      const replaced = startPod()
      await announce()
      pods = [...pods, await replaced]
      await announce()
    },
    close: async () => {
      await traefik.close()
      await service.close()
      await folder.remove()
      await outside.close()
    },
  }
}
