/**
 * A pod of the chart without Kubernetes: the files of the image and the volumes of the Deployment in a folder of their own,
 * its entry point and arguments, and, where this process may choose, its user.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes, randomUUID } from "node:crypto"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { chmod, chown, cp, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { createInterface } from "node:readline"
import type { SecretTriple } from "../../src/core/contract/values.ts"
import { type Manifest, only } from "./cases.ts"

const checkout = resolve(import.meta.dirname, "../..")
export const dockerfile = readFileSync(join(checkout, "Dockerfile"), "utf8")

const [node = "", ...entryArgs]: readonly string[] = JSON.parse(
  /^ENTRYPOINT (.+)$/m.exec(dockerfile)?.[1] ?? "[]",
)

/** Only root may start a process as somebody else. */
export const mayChooseUser = process.getuid?.() === 0

export interface PodFolder {
  readonly path: string
  /** Puts these files, which may be in folders, where the Deployment mounts the volume. */
  readonly mount: (volume: string, files: Readonly<Record<string, string>>) => Promise<void>
  /** Starts a server on free ports of loopback. */
  readonly start: (...args: readonly string[]) => ChildProcess
  /** Ends what still runs of it. */
  readonly remove: () => Promise<void>
}

/** Lays out the image and the ConfigMap; the secrets are for the caller to mount. */
export async function makePodFolder(manifests: readonly Manifest[]): Promise<PodFolder> {
  const pod = only(manifests, "Deployment").spec.template.spec
  const { runAsUser: uid, runAsGroup: gid } = pod.securityContext
  const [container] = pod.containers
  const path = await mkdtemp(join(tmpdir(), "idp-oidc-pod-"))
  const running = new Set<ChildProcess>()
  // The image's files and volumes belong to root, and its user may read them.
  await chmod(path, 0o755)
  await copy(process.execPath, join(path, node))
  for (const [, from = "", to = ""] of dockerfile.matchAll(/^COPY --from=build \/build\/(\S+) (\S+)$/gm))
    await copy(join(checkout, from), join(path, to))

  const mount: PodFolder["mount"] = async (volume, files) => {
    const { mountPath } = container.volumeMounts.find(
      ({ name }: { readonly name: string }) => name === volume,
    )
    for (const [name, text] of Object.entries(files)) {
      const file = join(path, mountPath, name)
      await mkdir(dirname(file), { recursive: true })
      // A kubelet changes a volume at once: nobody sees half a file.
      await writeFile(`${file}.draft`, text, { mode: 0o440 })
      if (mayChooseUser) await chown(`${file}.draft`, 0, gid)
      await rename(`${file}.draft`, file)
    }
  }
  await mount("config", only(manifests, "ConfigMap").data)

  const inFolder = (arg: string): string => (arg.startsWith("/") ? join(path, arg) : arg)
  return {
    path,
    mount,
    start: (...args) => {
      const anyPort = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--json"]
      const words = [...entryArgs, ...(container.args as readonly string[]), ...anyPort, ...args]
      const child = spawn(join(path, node), words.map(inFolder), {
        cwd: path,
        env: {},
        ...(mayChooseUser && { uid, gid }),
      })
      running.add(child)
      child.once("exit", () => running.delete(child))
      return child
    },
    remove: async () => {
      await Promise.all(
        [...running].map((child) => {
          const exited = once(child, "exit")
          child.kill("SIGKILL")
          return exited
        }),
      )
      await rm(path, { recursive: true })
    },
  }
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await cp(from, to)
  await chmod(to, 0o755)
}

/** Made for this run. */
export const makeSecrets = (): SecretTriple => ({
  clientId: randomUUID(),
  clientSecret: randomBytes(30).toString("base64url"),
  sessionSecret: randomBytes(16).toString("hex"),
})

/** As the ExternalSecret names them. */
export const secretFiles = ({ clientId, clientSecret, sessionSecret }: SecretTriple) => ({
  client_id: clientId,
  client_secret: clientSecret,
  session_secret: sessionSecret,
})

/** Where the server says it is, once it listens. */
export async function addressesOf({
  stdout,
}: ChildProcess): Promise<{ readonly url: string; readonly adminUrl: string }> {
  if (!stdout) throw new Error("no standard output")
  const [line] = (await once(createInterface({ input: stdout }), "line")) as [string]
  const { url, adminUrl } = JSON.parse(line)
  if (url === undefined) throw new Error(line)
  return { url, adminUrl }
}
