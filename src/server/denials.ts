/** Every way to say no, once for people and once for programs. */
import { explainAadsts, findAadstsCode } from "../core/entra/aadsts.ts"
import { describeProblem, type ProviderProblem } from "../core/oidc/problem.ts"
import { originOf } from "../core/policy/forwarded-request.ts"
import type { RouteInput } from "./app.ts"
import type { ErrorPage } from "./config/error-pages.ts"
import { customPageHeaders, type Page, pageHeaders, renderPage } from "./pages/page.ts"
import { type Denial, type DenialStatus, type Header, redirect } from "./reply.ts"

/** What a denial needs of a request; an early one has no app yet. */
export type Asker = Pick<RouteInput, "requestId"> & Partial<Pick<RouteInput, "forwarded" | "app">>

interface Explanation extends Partial<Page> {
  readonly status: DenialStatus
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly headers?: readonly Header[]
  readonly cookies?: readonly string[]
}

/** A page for someone at a browser, a problem document for everything else. Source: RFC 9457. */
export function deny({ forwarded, requestId }: Asker, explanation: Explanation): Denial {
  const { status, title, paragraphs, details = [], actions = [], headers = [], cookies = [] } = explanation
  if (!forwarded?.wantsPage()) {
    const document = { type: "about:blank", title, status, detail: paragraphs.join(" "), requestId }
    return {
      kind: "deny",
      status,
      headers: [
        ["Content-Type", "application/problem+json"],
        ["X-Content-Type-Options", "nosniff"],
        ...headers,
      ],
      cookies,
      body: `${JSON.stringify(document)}\n`,
    }
  }
  const page = { title, paragraphs, actions, details: [...details, { label: "Request id", text: requestId }] }
  return { kind: "deny", status, headers: [...pageHeaders, ...headers], cookies, body: renderPage(page) }
}

/** The app's own page or address for people; a program gets an answer it can read whatever the values say. */
function denyOwnWay(asker: RouteInput, own: ErrorPage, explanation: Explanation): Denial {
  const { forwarded } = asker
  if (own.redirectTo !== undefined && forwarded.isNavigation())
    return redirect(absolute(asker, own.redirectTo))
  const denial = deny(asker, explanation)
  if (own.page === undefined || !forwarded.wantsPage()) return denial
  const { status, title, paragraphs, actions: [primary, secondary] = [] } = explanation
  const body = own.page({
    statusCode: String(status),
    statusName: title,
    description: paragraphs.join(" "),
    ...(primary ? { primaryButtonText: primary.label, primaryButtonUrl: primary.href } : {}),
    ...(secondary ? { secondaryButtonText: secondary.label, secondaryButtonUrl: secondary.href } : {}),
  })
  return { ...denial, headers: customPageHeaders, body }
}

/** 401. `errorPages.unauthenticated.redirectTo` is for people only: a program gets an answer it can read. */
export function unauthorized(asker: RouteInput): Denial {
  const { app } = asker
  return denyOwnWay(asker, app.config.errorPages.unauthenticated, {
    status: 401,
    title: "Sign in to continue",
    paragraphs: ["This needs a session, and there is none or it has ended."],
    actions: loginAction(asker),
  })
}

/** 401 for a token that is not good, 503 where nobody could tell. Source: RFC 6750, section 3. */
export function bearerDenial(asker: RouteInput, problem: ProviderProblem): Denial {
  const { app, tools, requestId } = asker
  tools.log.info({ app: app.config.app, requestId, detail: describeProblem(problem) }, "token refused")
  if (problem.kind === "unavailable") return providerDenial(asker, problem, originOf(asker.forwarded))
  return deny(asker, {
    status: 401,
    title: "The token is not accepted",
    paragraphs: ["It has expired, is for another app, or was not issued by this app's sign-in service."],
    headers: [["WWW-Authenticate", 'Bearer error="invalid_token"']],
  })
}

/** 403. `reason` says which rule failed, never what a claim holds. */
export function forbidden(asker: RouteInput, reason: string): Denial {
  const { app, forwarded, tools, requestId } = asker
  tools.log.info({ app: app.config.app, requestId, reason }, "forbidden")
  return denyOwnWay(asker, app.config.errorPages.unauthorized, {
    status: 403,
    title: "You have no access to this app",
    paragraphs: [
      "You are signed in, but this app is for others.",
      "If you should have access, ask the team behind the app; sign in again once you have been given it.",
    ],
    details: [{ label: "Reason", text: reason }],
    actions: [{ label: "Sign out", href: originOf(forwarded) + app.config.addresses.logoutPath }],
  })
}

/** What the provider said, with its code, the cause and the fix where we know them. */
export function providerDenial(
  asker: RouteInput,
  problem: ProviderProblem,
  retry: string,
  cookies: readonly string[] = [],
): Denial {
  const actions = [{ label: "Try again", href: retry }]
  if (problem.kind === "unavailable")
    return deny(asker, {
      status: 503,
      title: "Sign-in is not available right now",
      paragraphs: [
        "The sign-in service does not answer. Your work in the app is not lost; try again in a minute.",
      ],
      headers: [["Retry-After", "30"]],
      actions,
      cookies,
    })
  if (problem.kind === "untrusted")
    return deny(asker, {
      status: 502,
      title: "The sign-in could not be verified",
      paragraphs: [
        "The sign-in service answered in a way that this app must not accept.",
        "If this happens again, show this page to the team behind the app.",
      ],
      actions,
      cookies,
    })
  const code = findAadstsCode(problem.description)
  const explained = code && explainAadsts(code)
  return deny(asker, {
    // The app's own credentials being refused is nothing that the user did.
    status: ["invalid_client", "unauthorized_client"].includes(problem.error) ? 502 : 403,
    title: explained?.title ?? "The sign-in was refused",
    paragraphs: explained
      ? [explained.cause, explained.fix]
      : [
          "The sign-in service said no. What it said is below; show it to the team behind the app if you need help.",
        ],
    details: [
      ...(code ? [{ label: "Code", text: code }] : []),
      { label: "Error", text: problem.error },
      ...(problem.description === "" ? [] : [{ label: "Description", text: problem.description }]),
    ],
    actions,
    cookies,
  })
}

/** 400 for a `redirect_uri` that the values do not allow. */
export const redirectDenial = (asker: RouteInput, list: string): Denial =>
  deny(asker, {
    status: 400,
    title: "That address is not allowed",
    paragraphs: [`The redirect_uri is not among this app's ${list}.`],
  })

const loginAction = ({ app, forwarded }: RouteInput): Page["actions"] => {
  const { loginPath } = app.config.addresses
  return loginPath === undefined ? [] : [{ label: "Sign in", href: originOf(forwarded) + loginPath }]
}

const absolute = ({ forwarded }: RouteInput, target: string): string =>
  target.startsWith("/") ? originOf(forwarded) + target : target
