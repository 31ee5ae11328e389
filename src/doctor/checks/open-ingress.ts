/** Every way in asks for login, or lets everyone in. */
import type { IngressKind } from "../../core/repo/app.ts"
import { findApplication } from "../applications.ts"
import { type Check, type Finding, fail, looked, nothing, warn } from "../check.ts"
import { crd, enabledKinds, listPath } from "../each-reference.ts"
import { type Facts, whereReached } from "../facts.ts"
import type { App, Release } from "../login.ts"
import { bareReference, oidcReferences } from "../references.ts"

export const referencePresent: Check = {
  id: "OIDC201",
  group: "wire",
  title: "Every enabled ingress of the app asks for login",
  needs: ["files"],
  after: ["OIDC101"],
  hint: "Once the middleware is healthy in ArgoCD, idp-oidc init --wire adds the reference.",
  run: async (facts) => {
    const { logins, index } = await facts.logins()
    const released = logins.filter(({ release }) => release !== undefined)
    if (released.length === 0) return nothing("there is no release of the middleware")
    const findings = await Promise.all(
      released.map(async ({ app, release }): Promise<readonly Finding[]> => {
        if (release === undefined) return []
        const reference = `${bareReference(release)}@${crd}`
        if (app === undefined) return [unwired(release, reference)]
        if (!app.facts.ok)
          return app.facts.problems.map(({ what, location }) =>
            fail(`the app's values: ${what}`, {
              location,
              hint: "Repair the file first: as it is, nobody can tell which ingress asks for login.",
            }),
          )
        const asking = oidcReferences(app, index).map(({ reference: { kind } }) => kind)
        const open = enabledKinds(app).filter((kind) => !asking.includes(kind))
        if (
          open.length === 0 ||
          (asking.length > 0 && !enabledKinds(app).some((kind) => asking.includes(kind)))
        )
          return []
        const isProved = asking.length > 0 || (await isDeployed(release, facts))
        return open.map((kind) => openIngress(app, kind, reference, asking.length > 0, isProved))
      }),
    )
    return looked(...findings.flat())
  },
}

const unwired = ({ name, valuesPath }: Release, reference: string): Finding =>
  fail(`no app refers to ${name}`, {
    location: { path: valuesPath },
    expected: `${reference} under ingress.public.middlewares or ingress.private.middlewares of an app`,
  })

/** A reference to what is not there takes the app offline, so an edit adds one only where there is proof. */
function openIngress(
  app: App,
  kind: IngressKind,
  reference: string,
  isHalf: boolean,
  isProved: boolean,
): Finding {
  const { namespace, name, valuesPath, facts } = app
  return (isHalf ? warn : fail)(`the ${kind} ingress lets everyone in`, {
    location: (facts.ok && facts.value.ingresses[kind].location) || { path: valuesPath },
    expected: `${reference} under ${listPath(kind).join(".")}`,
    ...(isProved
      ? {
          fix: {
            path: valuesPath,
            operations: [{ kind: "append-item", path: listPath(kind), item: reference }],
          },
        }
      : { command: `idp-oidc init --namespace ${namespace} --app ${name} --yes --wire` }),
  })
}

/** True where the cluster or ArgoCD shows the Middleware; where neither can be asked, nothing is proved. */
async function isDeployed(release: Release, { cluster, argo, withheld }: Facts): Promise<boolean> {
  const isIt = ({ name }: { readonly name?: string | undefined }) => name === release.middleware
  if (!withheld.has("cluster")) {
    const objects = await cluster.list("middleware", release.namespace)
    if (objects.kind === "read") return objects.items.some(({ metadata = {} }) => isIt(metadata))
  }
  const reached = await whereReached(argo)
  const application = reached && findApplication(await reached.applications(), release)
  return application?.resources.some((resource) => resource.kind === "Middleware" && isIt(resource)) ?? false
}
