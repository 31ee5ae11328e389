import { AppError } from "../core/errors.ts"
import { type AppFacts, appFolder, parseApp } from "../core/repo/app.ts"
import type { Tree } from "../core/repo/tree.ts"

/**
 * The app to protect.
 *
 * @throws AppError `app/unknown-app`, `app/invalid-yaml`, `app/chart-without-middlewares`
 */
export async function readApp(tree: Tree, namespace: string, name: string): Promise<AppFacts> {
  const folder = appFolder(namespace, name)
  const [application, values] = await tree.read([`${folder}/application.yaml`, `${folder}/values.yaml`])
  if (values === undefined)
    throw new AppError("app/unknown-app", `${folder} has no values.yaml in ${tree.label}.`, {
      hint: "Choose a folder with application.yaml and values.yaml.",
    })
  const app = parseApp({ namespace, name, application, values })
  if (app.ok) return requireMiddlewareSupport(app.value)
  const [first, ...others] = app.problems
  throw new AppError("app/invalid-yaml", `${first?.location.path} does not parse: ${first?.what}`, {
    location: first?.location ?? { path: folder },
    details: [...new Set(others.map(({ what, location }) => `line ${location.line}: ${what}`))],
    hint: "Correct it and run again.",
  })
}

/** Source: the platform's published schemas: of its charts, `idp-advanced` alone has `ingress.*.middlewares`. */
const chartWithMiddlewares = "idp-advanced"

function requireMiddlewareSupport(app: AppFacts): AppFacts {
  const { chart, namespace, name } = app
  if (chart?.value.split("/").at(-1) === chartWithMiddlewares) return app
  const path = `${appFolder(namespace, name)}/application.yaml`
  throw new AppError(
    "app/chart-without-middlewares",
    chart
      ? `${name} is on the chart ${chart.value}, whose ingress takes no middlewares.`
      : `${path} does not say which chart ${name} is on.`,
    {
      location: chart?.location ?? { path },
      hint: `Only apps on ${chartWithMiddlewares} can ask for login.`,
    },
  )
}
