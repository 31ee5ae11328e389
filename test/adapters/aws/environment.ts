import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach } from "vitest"

export type Environment = Record<string, string | undefined>

/**
 * An environment without a trace of the machine's own AWS configuration, set for the process as well, because the SDK reads
 * it there. `set` adds variables, `config` writes the shared configuration file.
 */
export function useEnvironment() {
  const before = { ...process.env }
  let folder: string
  let env: Environment = {}
  const set = (variables: Environment) => {
    env = { ...env, ...variables }
    Object.assign(process.env, variables)
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "aws-"))
    for (const name of Object.keys(process.env)) if (/^AWS_/.test(name)) delete process.env[name]
    env = {}
    set({
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
    })
  })
  afterEach(async () => {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, before)
    await rm(folder, { recursive: true })
  })
  return {
    get env(): Environment {
      return env
    },
    set,
    config: (text: string) => writeFile(join(folder, "config"), text),
  }
}
