import type { IncomingMessage, ServerResponse } from "node:http"
import { readBody } from "../loopback.ts"
import type { SandboxUser } from "../users.ts"
import { objectId } from "./directory.ts"

/** Who asks, as the access token says. */
export interface GraphCaller {
  readonly user: SandboxUser
  readonly scopes: ReadonlySet<string>
}

/** Ids that one `checkMemberGroups` may ask about. Source: Microsoft Graph, "directoryObject: checkMemberGroups". */
const maxCheckedGroups = 20
const defaultPageSize = 100

/**
 * The little of Microsoft Graph that tells a user's groups: `transitiveMemberOf`, in pages, and `checkMemberGroups`.
 * Group names are null without consent to read groups, as in Graph. Source: Microsoft Graph,
 * "List a user's memberships (transitive)".
 */
export async function answerGraph(
  url: URL,
  caller: GraphCaller | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!caller)
    return send(response, 401, graphError("InvalidAuthenticationToken", "Access token is empty or invalid."))
  const operation = url.pathname.replace(/^\/v1\.0\/me\/?/, "").replace(/\/microsoft\.graph\.group$/, "")
  switch (`${request.method} ${operation}`) {
    case "GET ":
      return send(response, 200, {
        id: objectId(caller.user.id),
        displayName: caller.user.name,
        mail: caller.user.email ?? null,
      })
    case "GET memberOf":
    case "GET transitiveMemberOf":
      return send(response, 200, groupPage(url, caller))
    case "POST checkMemberGroups": {
      const asked = await groupIdsOf(request)
      if (!asked || asked.length > maxCheckedGroups)
        return send(response, 400, graphError("Request_BadRequest", "groupIds must hold 1 to 20 ids."))
      const member = new Set(caller.user.groups.map(objectId))
      return send(response, 200, { value: asked.filter((id) => member.has(id.toLowerCase())) })
    }
    default:
      return send(response, 404, graphError("Request_ResourceNotFound", `No such resource: ${url.pathname}`))
  }
}

function groupPage(url: URL, { user, scopes }: GraphCaller) {
  const size = Math.min(Number(url.searchParams.get("$top") ?? defaultPageSize), 999)
  const start = Number(url.searchParams.get("$skiptoken") ?? 0)
  const selected = url.searchParams.get("$select")?.split(",") ?? ["id", "displayName"]
  const mayReadNames = [...scopes].some((scope) =>
    /(^|\/)(GroupMember|Group|Directory)\.Read\.All$/.test(scope),
  )
  const value = user.groups.slice(start, start + size).map((name) => {
    const group: Record<string, string | null> = {
      id: objectId(name),
      displayName: mayReadNames ? name : null,
      // Of a local directory, which this tenant has none of.
      onPremisesSamAccountName: null,
    }
    const shown = selected.filter((property) => property in group)
    return {
      "@odata.type": "#microsoft.graph.group",
      ...Object.fromEntries(shown.map((property) => [property, group[property]])),
    }
  })
  const next = new URL(url)
  next.searchParams.set("$skiptoken", String(start + size))
  return { ...(start + size < user.groups.length && { "@odata.nextLink": next.href }), value }
}

async function groupIdsOf(request: IncomingMessage): Promise<readonly string[] | undefined> {
  try {
    const body: unknown = JSON.parse((await readBody(request)).toString("utf8"))
    const ids = (body as { readonly groupIds?: unknown }).groupIds
    return Array.isArray(ids) && ids.length > 0 && ids.every((id) => typeof id === "string") ? ids : undefined
  } catch {
    return undefined
  }
}

const graphError = (code: string, message: string) => ({ error: { code, message } })

function send(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(document))
}
