/** ArgoCD's application for a folder of the repository. */
import type { ArgoApplication } from "../adapters/argo/argo.ts"
import { appFolder } from "../core/repo/app.ts"

interface Place {
  readonly namespace: string
  readonly name: string
}

/** By the folder that it is made from; failing that by its name, which the platform makes from namespace and folder. */
export function findApplication(
  applications: readonly ArgoApplication[],
  { namespace, name }: Place,
): ArgoApplication | undefined {
  const folder = appFolder(namespace, name)
  return (
    applications.find(({ paths }) => paths.some((path) => path.replace(/\/$/, "") === folder)) ??
    applications.find(
      (application) =>
        application.namespace === namespace && [name, `${namespace}-${name}`].includes(application.name),
    )
  )
}
