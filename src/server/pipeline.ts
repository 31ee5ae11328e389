/**
 * `IncomingMessage -> ForwardedRequest -> Route -> Reply -> ServerResponse`, and the one place where an error becomes an
 * answer. Whatever goes wrong ends as a denial.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import { type App, randomText, type Tools } from "./app.ts"
import { deny } from "./denials.ts"
import { type Reply, writeReply } from "./reply.ts"
import { readRequest } from "./request.ts"
import { matchRoute, type Route } from "./routes.ts"

/** Which app answers for a host; read anew for each request, so that a reload takes effect at once. */
export type FindApp = (host: string) => App | undefined

/** Told about each reply, for metrics. `startedAt` is in milliseconds of `performance.now()`. */
export type Observe = (route: Route["name"] | "none", reply: Reply, startedAt: number) => void

export type Handle = (message: IncomingMessage, response: ServerResponse) => void

export function createPipeline(findApp: FindApp, tools: Tools, observe: Observe): Handle {
  return (message, response) => {
    const startedAt = performance.now()
    let route: Route["name"] | "none" = "none"
    const finish = (reply: Reply): void => {
      writeReply(response, reply)
      observe(route, reply, startedAt)
    }
    const fail = (error: unknown): void => {
      const requestId = randomText(tools, 12)
      tools.log.error({ requestId, route, stack: stackOf(error) }, "internal error")
      finish(internalError(requestId))
    }
    try {
      const { reply, name } = respond(message, findApp, tools)
      route = name
      if (reply instanceof Promise) reply.then(finish).catch(fail)
      else finish(reply)
    } catch (error) {
      fail(error)
    }
  }
}

interface Response {
  readonly name: Route["name"] | "none"
  readonly reply: Reply | Promise<Reply>
}

/** Methods that only serve to show a request back, cookies included. Source: RFC 9110, sections 9.3.6 and 9.3.8. */
const refusedMethods: ReadonlySet<string> = new Set(["TRACE", "CONNECT", "TRACK"])

function respond(message: IncomingMessage, findApp: FindApp, tools: Tools): Response {
  const read = readRequest(message)
  const id = () => randomText(tools, 12)
  if (!read.ok)
    return refuse(
      deny({ requestId: id() }, { status: 400, title: "Not a forwarded request", paragraphs: read.problems }),
    )
  const forwarded = read.value
  if (refusedMethods.has(forwarded.method.toUpperCase()))
    return refuse(
      deny(
        { requestId: id() },
        { status: 405, title: "Method not allowed", paragraphs: ["This method is never passed on."] },
      ),
    )
  const app = findApp(forwarded.host)
  if (app === undefined)
    return refuse(
      deny(
        { requestId: id(), forwarded },
        {
          status: 403,
          title: "This host is not protected here",
          paragraphs: [
            "The sign-in of this address is not set up. Its team must add the host to the configuration.",
          ],
        },
      ),
    )
  const route = matchRoute(forwarded.path, app.config.addresses)
  return { name: route.name, reply: route.handle({ app, tools, forwarded, requestId: id() }) }
}

const refuse = (reply: Reply): Response => ({ name: "none", reply })

const internalError = (requestId: string): Reply =>
  deny(
    { requestId },
    {
      status: 500,
      title: "Something went wrong",
      paragraphs: ["This is a fault of the sign-in, not yours."],
    },
  )

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
