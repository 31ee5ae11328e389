/**
 * The apps that a server serves, read from files again and again: an app whose files have not changed keeps its very
 * configuration, and one whose files are broken keeps the last that was good.
 */
import { readdir, readFile, stat } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import { parseValues } from "../../core/contract/parse-values.ts"
import { renderLocatedProblem, renderProblem, type ValuesProblem } from "../../core/contract/problem.ts"
import type { SecretTriple } from "../../core/contract/values.ts"
import { failure, type Result, success } from "../../core/result.ts"
import { type AppConfig, makeAppConfig } from "../../server/config/app-config.ts"
import { pagesOf, readPages } from "../read-pages.ts"

export interface AppFiles {
  /** A values document, or a folder of `<app>.yaml`. */
  readonly config: string
  /** Holds `client_id`, `client_secret` and `session_secret`; `<app>/` each for a folder of apps. */
  readonly secrets: string
  readonly chartVersion: string
  readonly tenantId: string | undefined
}

export interface Loaded {
  /** All that can be served now, broken ones as they were when they were last good. */
  readonly apps: readonly AppConfig[]
  /** One line each. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  /** Whether `apps` differs from the time before. */
  readonly changed: boolean
  readonly logLevel: string
}

interface Source {
  readonly app: string
  readonly path: string
  readonly secrets: string
}

interface Known {
  readonly fingerprint: string
  readonly config: AppConfig | undefined
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  readonly logLevel: string
}

/** A function that reads everything anew each time it is called. */
export function watchApps(files: AppFiles): () => Promise<Loaded> {
  let known: ReadonlyMap<string, Known> = new Map()
  let served: readonly AppConfig[] = []
  return async () => {
    const sources = await listSources(files)
    if (!sources.ok)
      return { apps: served, problems: sources.problems, warnings: [], changed: false, logLevel: "" }
    const entries = await Promise.all(
      sources.value.map(
        async (source): Promise<[string, Known]> => [
          source.app,
          await loadApp(source, files, known.get(source.app)),
        ],
      ),
    )
    known = new Map(entries)
    const loaded = [...known.values()]
    const apps = loaded.flatMap(({ config }) => config ?? [])
    const conflicts = hostConflicts(apps)
    const problems = [...loaded.flatMap((app) => app.problems), ...conflicts]
    const next = conflicts.length > 0 ? served : apps
    const changed = next.length !== served.length || next.some((app, index) => app !== served[index])
    served = next
    return {
      apps: served,
      problems,
      warnings: loaded.flatMap(({ warnings }) => warnings),
      changed,
      logLevel: lowestLevel(loaded.map(({ logLevel }) => logLevel)),
    }
  }
}

async function listSources({ config, secrets }: AppFiles): Promise<Result<readonly Source[]>> {
  const status = await stat(config).catch(() => undefined)
  if (status === undefined) return failure(`${config}: there is no such file or folder`)
  if (!status.isDirectory()) return success([{ app: appNameOf(config), path: config, secrets }])
  const entries = await readdir(config).catch(() => undefined)
  if (entries === undefined) return failure(`${config}: cannot be read`)
  const names = entries.filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort()
  if (names.length === 0) return failure(`${config}: there is no <app>.yaml in this folder`)
  const apps = names.map((name) => name.replace(/\.ya?ml$/, ""))
  const twice = names.filter((_, index) => apps.indexOf(apps[index] ?? "") !== index)
  if (twice.length > 0)
    return failure(...twice.map((name) => `${join(config, name)}: another file is of the same app`))
  return success(
    names.map((name, index) => {
      const app = apps[index] ?? ""
      return { app, path: join(config, name), secrets: join(secrets, app) }
    }),
  )
}

/** `myapp-oidc/values.yaml` and `myapp-oidc.yaml` are both `myapp-oidc`. */
function appNameOf(path: string): string {
  const name = basename(path).replace(/\.ya?ml$/, "")
  return name === "values" ? basename(dirname(resolve(path))) : name
}

async function loadApp(source: Source, files: AppFiles, before: Known | undefined): Promise<Known> {
  const read = await readApp(source)
  if (!read.ok) return { ...(before ?? nothing), fingerprint: "", problems: read.problems }
  const { text, secrets, pages } = read.value
  const fingerprint = JSON.stringify([text, secrets, [...pages]])
  if (fingerprint === before?.fingerprint) return before
  const parsed = parseValues(text, { path: source.path, chartVersion: files.chartVersion })
  if (!parsed.ok)
    return { ...(before ?? nothing), fingerprint, problems: parsed.problems.map(renderLocatedProblem) }
  const { values, warnings } = parsed.value
  const made = makeAppConfig({
    app: source.app,
    values,
    secrets,
    pages: pagesOf(values, source.path, pages),
    ...(files.tenantId === undefined ? {} : { tenantId: files.tenantId }),
  })
  if (!made.ok)
    return {
      ...(before ?? nothing),
      fingerprint,
      problems: made.problems.map((problem) => renderPlace(problem, source)),
    }
  return {
    fingerprint,
    config: made.value,
    problems: [],
    warnings: warnings.map(renderLocatedProblem),
    logLevel: (values.logLevel ?? "warn").toLowerCase(),
  }
}

const secretFiles: readonly unknown[] = ["client_id", "client_secret", "session_secret"]

/** A secret's problem is in the secret's file, any other in the values. */
const renderPlace = (problem: ValuesProblem, { path, secrets }: Source): string => {
  const { path: at, what, expected } = problem
  return secretFiles.includes(at[0])
    ? `${join(secrets, String(at[0]))}: ${what}, expected ${expected}`
    : `${path}: ${renderProblem(problem)}`
}

const nothing: Known = { fingerprint: "", config: undefined, problems: [], warnings: [], logLevel: "warn" }

interface AppTexts {
  readonly text: string
  readonly secrets: SecretTriple
  readonly pages: ReadonlyMap<string, string>
}

async function readApp({ path, secrets }: Source): Promise<Result<AppTexts>> {
  const [pages, text, clientId, clientSecret, sessionSecret, previous] = await Promise.all([
    readPages(path),
    readText(path),
    readText(join(secrets, "client_id")),
    readText(join(secrets, "client_secret")),
    readText(join(secrets, "session_secret")),
    readText(join(secrets, "previous_session_secret")),
  ])
  const missing = [
    ...(text === undefined ? [path] : []),
    ...Object.entries({ client_id: clientId, client_secret: clientSecret, session_secret: sessionSecret })
      .filter(([, value]) => value === undefined)
      .map(([name]) => join(secrets, name)),
  ]
  if (
    text === undefined ||
    clientId === undefined ||
    clientSecret === undefined ||
    sessionSecret === undefined
  )
    return failure(...missing.map((file) => `${file}: cannot be read, or is not there`))
  const ring = previous === undefined || previous === "" ? sessionSecret : `${sessionSecret}\n${previous}`
  return success({ text, pages, secrets: { clientId, clientSecret, sessionSecret: ring } })
}

const readText = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(() => undefined)

/** A host belongs to one app: two that claim it would take turns in letting people in. */
function hostConflicts(apps: readonly AppConfig[]): readonly string[] {
  const owners = new Map<string, string>()
  return apps.flatMap(({ app, addresses }) =>
    [...addresses.hosts].flatMap((host) => {
      const owner = owners.get(host)
      owners.set(host, owner ?? app)
      return owner === undefined ? [] : [`${app}: the host ${host} belongs to ${owner} already`]
    }),
  )
}

const levels = ["debug", "info", "warn", "error"]

const lowestLevel = (wanted: readonly string[]): string =>
  levels.find((level) => wanted.includes(level)) ?? "warn"
