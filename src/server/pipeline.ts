/**
 * `IncomingMessage -> ForwardedRequest -> Route -> Reply -> ServerResponse`, and the one place where an error becomes an
 * answer. Whatever goes wrong ends as a denial.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import type { ForwardedRequest } from "../core/policy/forwarded-request.ts"
import { type App, randomText, type Tools } from "./app.ts"
import { deny } from "./denials.ts"
import { type Reply, writeReply } from "./reply.ts"
import { readRequest } from "./request.ts"
import { matchRoute, type Route } from "./routes.ts"

/** Which app answers for a host; read anew for each request, so that a reload takes effect at once. */
export type FindApp = (host: string) => App | undefined

/** What a reply came from; `none` where the request was refused before a route was found. */
export type RouteName = Route["name"] | "none"

/** Told about each reply, for metrics. `startedAt` is in milliseconds of `performance.now()`. */
export type Observe = (route: RouteName, reply: Reply, startedAt: number) => void

export type Handle = (message: IncomingMessage, response: ServerResponse) => void

export function createPipeline(findApp: FindApp, tools: Tools, observe: Observe): Handle {
  const nextRequestId = createRequestIds(tools)
  return (message, response) => {
    const startedAt = performance.now()
    const progress: Progress = { requestId: nextRequestId(), route: "none" }
    const finish = (reply: Reply): void => {
      writeReply(response, reply)
      observe(progress.route, reply, startedAt)
    }
    const fail = (error: unknown): void => {
      const { requestId, route } = progress
      tools.log.error({ requestId, route, stack: stackOf(error) }, "internal error")
      finish(internalError(progress))
    }
    try {
      const reply = respond(message, progress, findApp, tools)
      if (reply instanceof Promise) reply.then(finish).catch(fail)
      else finish(reply)
    } catch (error) {
      fail(error)
    }
  }
}

/** How far a request has come, for whoever has to explain what became of it. */
interface Progress {
  readonly requestId: string
  forwarded?: ForwardedRequest
  route: RouteName
}

/** Characters of an id, and ids whose random bytes are drawn at once: a draw costs more than a request may. */
const requestIdLength = 16
const idsPerDraw = 256

function createRequestIds(tools: Tools): () => string {
  let ids = ""
  let at = 0
  return () => {
    if (at >= ids.length) {
      ids = randomText(tools, (idsPerDraw * requestIdLength * 3) / 4)
      at = 0
    }
    at += requestIdLength
    return ids.slice(at - requestIdLength, at)
  }
}

/** Methods that only serve to show a request back, cookies included. Source: RFC 9110, sections 9.3.6 and 9.3.8. */
const refusedMethods: ReadonlySet<string> = new Set(["TRACE", "CONNECT", "TRACK"])

function respond(
  message: IncomingMessage,
  progress: Progress,
  findApp: FindApp,
  tools: Tools,
): Reply | Promise<Reply> {
  const read = readRequest(message)
  if (!read.ok) return notForwarded(progress, read.problems)
  const forwarded = read.value
  progress.forwarded = forwarded
  if (refusedMethods.has(forwarded.method.toUpperCase())) return methodRefused(progress)
  const app = findApp(forwarded.host)
  if (app === undefined) return unknownHost(progress)
  const route = matchRoute(forwarded.path, app.config.addresses)
  progress.route = route.name
  return route.handle({ app, tools, forwarded, requestId: progress.requestId })
}

const notForwarded = (progress: Progress, problems: readonly string[]): Reply =>
  deny(progress, { status: 400, title: "Not a forwarded request", paragraphs: problems })

const methodRefused = (progress: Progress): Reply =>
  deny(progress, {
    status: 405,
    title: "Method not allowed",
    paragraphs: ["This method is never passed on."],
  })

const unknownHost = (progress: Progress): Reply =>
  deny(progress, {
    status: 403,
    title: "This host is not protected here",
    paragraphs: [
      "The sign-in of this address is not set up. Its team must add the host to the configuration.",
    ],
  })

const internalError = (progress: Progress): Reply =>
  deny(progress, {
    status: 500,
    title: "Something went wrong",
    paragraphs: [
      "This is a fault of the sign-in, not yours. Try again; if it happens again, show this page.",
    ],
  })

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
