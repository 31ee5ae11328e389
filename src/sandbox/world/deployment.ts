/** What a cluster is asked for by the files of an apps repo: logins, and apps behind them. */
import { chartName, middlewareReference, resourceName } from "../../core/contract/names.ts"
import { parseApplication } from "../../core/contract/parse-application.ts"
import { parseValues } from "../../core/contract/parse-values.ts"
import { type LocatedProblem, renderLocatedProblem } from "../../core/contract/problem.ts"
import type { Values } from "../../core/contract/values.ts"
import { appFolder, parseApp } from "../../core/repo/app.ts"

export interface Deployment {
  readonly logins: readonly LoginRelease[]
  readonly apps: readonly DeployedApp[]
}

/** A folder that installs the middleware's chart. */
export interface LoginRelease extends Folder {
  /** Undefined where Helm would refuse the files. */
  readonly wanted: WantedLogin | undefined
  /** Why, as ArgoCD shows it. */
  readonly refusal: string
}

export interface WantedLogin {
  readonly values: Values
  readonly valuesPath: string
  /** The name of the Middleware, and how an ingress refers to it. */
  readonly middleware: string
  readonly reference: string
  /** Where its secrets are in AWS, in the order of `SecretTriple`; one may be missing. */
  readonly secretPaths: SecretPaths
}

export interface SecretPaths {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly sessionSecret: string | undefined
}

/** Any other app. */
export interface DeployedApp extends Folder {
  /** One for each ingress that is switched on: who is asked before a request gets through. */
  readonly routes: readonly { readonly hosts: readonly string[]; readonly middlewares: readonly string[] }[]
}

interface Folder {
  readonly namespace: string
  readonly name: string
}

type Files = ReadonlyMap<string, string>

export function readDeployment(files: Files): Deployment {
  const folders = [...files.keys()].flatMap((path) => {
    const [, namespace = "", name = ""] = /^apps\/([^/]+)\/([^/]+)\/application\.yaml$/.exec(path) ?? []
    return name === "" ? [] : [{ namespace, name }]
  })
  const isLogin = ({ namespace, name }: Folder) =>
    new RegExp(`^\\s+chart: .*\\b${chartName}"?\\s*$`, "m").test(
      files.get(`${appFolder(namespace, name)}/application.yaml`) ?? "",
    )
  return {
    logins: folders.filter(isLogin).map((folder) => readLogin(folder, files)),
    apps: folders.filter((folder) => !isLogin(folder)).map((folder) => readApp(folder, files)),
  }
}

/** The folder of a login that some app's ingress refers to. */
export function wiredRelease({ logins, apps }: Deployment): string | undefined {
  const references = new Set(apps.flatMap(({ routes }) => routes.flatMap((route) => route.middlewares)))
  const wired = logins.find(({ wanted }) => wanted && references.has(wanted.reference))
  return wired && appFolder(wired.namespace, wired.name)
}

function readLogin({ namespace, name }: Folder, files: Files): LoginRelease {
  const folder = appFolder(namespace, name)
  const valuesPath = `${folder}/values.yaml`
  const refused = (problems: readonly LocatedProblem[]): LoginRelease => ({
    namespace,
    name,
    wanted: undefined,
    refusal: problems.map(renderLocatedProblem).join("\n"),
  })
  const path = `${folder}/application.yaml`
  const application = parseApplication(files.get(path) ?? "", { path })
  if (!application.ok) return refused(application.problems)
  const { chartVersion } = application.value.application.helm
  const parsed = parseValues(files.get(valuesPath) ?? "", { path: valuesPath, chartVersion })
  if (!parsed.ok) return refused(parsed.problems)
  const { values } = parsed.value
  const middleware = resourceName(name, values)
  const { clientId, clientSecret, sessionSecret } = values.externalSecret?.separateSecrets ?? {}
  return {
    namespace,
    name,
    refusal: "",
    wanted: {
      values,
      valuesPath,
      middleware,
      reference: middlewareReference(namespace, middleware),
      secretPaths: { clientId, clientSecret, sessionSecret },
    },
  }
}

/** Values that are no YAML deploy nothing. */
function readApp({ namespace, name }: Folder, files: Files): DeployedApp {
  const folder = appFolder(namespace, name)
  const parsed = parseApp({
    namespace,
    name,
    application: files.get(`${folder}/application.yaml`),
    values: files.get(`${folder}/values.yaml`) ?? "",
  })
  const ingresses = parsed.ok ? Object.values(parsed.value.ingresses) : []
  return {
    namespace,
    name,
    routes: ingresses
      .filter(({ enabled }) => enabled)
      .map(({ hosts, middlewares }) => ({
        hosts: hosts.map(({ value }) => value),
        middlewares: middlewares.map(({ value }) => value),
      })),
  }
}
