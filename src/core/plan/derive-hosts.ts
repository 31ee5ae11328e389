import { privateHost } from "../contract/names.ts"
import { AppError } from "../errors.ts"
import type { AppFacts, IngressFacts, IngressKind } from "../repo/app.ts"
import { renderLine, renderLines } from "../repo/located-yaml.ts"
import { nearest } from "../text/nearest.ts"
import { type Answers, ingressKinds } from "./answers.ts"
import { fields } from "./fields.ts"
import type { Given } from "./given.ts"

export interface DerivedHosts {
  readonly ingress: Answers["ingress"]
  readonly hosts: Answers["hosts"]
  readonly origins: { readonly ingress: string; readonly hosts: string }
}

/**
 * Which ingress, and which hosts. The provider sends the browser back to the very host that it came from, so every served
 * host needs its redirect URI: by default all of them are protected.
 *
 * @throws AppError `app/ingress-disabled`, `app/no-host`, `usage/invalid-answer`
 */
export function deriveHosts({ ingress, hosts }: Given, app: AppFacts): DerivedHosts {
  const chosen = ingress ?? enabledIngress(app)
  const selected = ingressKinds({ ingress: chosen }).map((kind) => requireEnabled(app, kind))
  const served = selected.flatMap((facts) => facts.hosts)
  const names = served.map(({ value }) => value)
  const [first, ...others] = hosts === undefined ? usable(served) : requireServed(hosts, names, selected, app)
  if (first === undefined)
    throw new AppError(
      "app/no-host",
      `ingress.fqdn of ${app.name} is empty, so there is no address to protect.`,
      {
        location: { path: app.valuesPath },
        hint: "Add the host to ingress.fqdn, or name it with --host HOST.",
      },
    )
  return {
    ingress: chosen,
    hosts: [first, ...others.filter((name, index) => name !== first && others.indexOf(name) === index)],
    origins: {
      ingress: ingress ? "--ingress" : whereEnabled(selected, app),
      hosts: hosts
        ? "--host"
        : served
            .map(({ location }) => renderLine(location))
            .slice(0, 1)
            .join(),
    },
  }
}

function enabledIngress(app: AppFacts): Answers["ingress"] {
  const { public: open, private: internal } = app.ingresses
  if (open.enabled && internal.enabled) return "both"
  if (open.enabled) return "public"
  if (internal.enabled) return "private"
  throw disabled(
    app,
    `${app.name} has no enabled ingress.`,
    "Enable ingress.public or ingress.private first.",
  )
}

function requireEnabled(app: AppFacts, kind: IngressKind): IngressFacts {
  const facts = app.ingresses[kind]
  if (facts.enabled) return facts
  throw disabled(
    app,
    `The ${kind} ingress of ${app.name} is not enabled.`,
    `Enable ingress.${kind} first, or choose the other one with --ingress.`,
    facts,
  )
}

function disabled(app: AppFacts, message: string, hint: string, facts?: IngressFacts): AppError {
  const switchedOff = app.ingressEnabled?.value === false ? app.ingressEnabled.location : undefined
  const location = switchedOff ?? facts?.location ?? { path: app.valuesPath }
  return new AppError("app/ingress-disabled", message, { location, hint })
}

/** Whatever the file calls a host must be one that a browser can ask for by that exact name. */
function usable(served: IngressFacts["hosts"]): readonly string[] {
  for (const { value, location } of served) {
    const result = fields.hosts.parse(value)
    if (!result.ok)
      throw new AppError("app/no-host", `The host ${result.problems.join(", ")}.`, {
        location,
        hint: "Correct ingress.fqdn, or name the host with --host HOST.",
      })
  }
  return served.map(({ value }) => value)
}

function requireServed(
  hosts: readonly string[],
  served: readonly string[],
  selected: readonly IngressFacts[],
  app: AppFacts,
): readonly string[] {
  const acceptable = new Set([...served, ...assumedOtherwise(selected, app)])
  const wrong = hosts.filter((host) => acceptable.size > 0 && !acceptable.has(host))
  if (wrong.length === 0) return hosts
  throw new AppError("usage/invalid-answer", `The ingress does not serve ${wrong.join(", ")}.`, {
    location: { path: app.valuesPath },
    details: [...acceptable].map((host) => `serves ${host}`),
    hint: `Did you mean --host ${nearest(wrong[0] ?? "", acceptable) ?? [...acceptable][0]}?`,
  })
}

/** Without `wildcardCertificate` the private host may have either form; the user may know which. */
function assumedOtherwise(selected: readonly IngressFacts[], app: AppFacts): readonly string[] {
  if (!app.privateHostAssumed || !selected.some(({ kind }) => kind === "private")) return []
  return app.ingresses.public.hosts.map(({ value }) => privateHost(value, true))
}

const whereEnabled = (selected: readonly IngressFacts[], app: AppFacts): string =>
  renderLines(selected.flatMap(({ location }) => location ?? [])) || app.valuesPath
