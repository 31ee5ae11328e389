/**
 * What a forwarded request is about, first match wins. All of it arrives at one address of ours; the path is the one that
 * the browser asked for. Login, callback and logout come before any bypass, or a broad bypass would swallow them.
 *
 * | route     | path                | cookies read       | provider asked        | may answer 2xx |
 * | --------- | ------------------- | ------------------ | --------------------- | -------------- |
 * | callback  | `callbackUri`       | login              | token endpoint        | no             |
 * | login     | `loginUri`          | login (names only) | no, metadata is kept  | no             |
 * | logout    | `logoutUri`         | session            | no, metadata is kept  | no             |
 * | authorize | everything else     | session, refresh   | only for a renewal    | yes            |
 */
import type { RouteInput } from "./app.ts"
import type { Addresses } from "./config/addresses.ts"
import type { Reply } from "./reply.ts"
import { authorize } from "./routes/authorize.ts"
import { callback } from "./routes/callback.ts"
import { login } from "./routes/login.ts"
import { logout } from "./routes/logout.ts"

export interface Route {
  readonly name: "callback" | "login" | "logout" | "authorize"
  readonly matches: (path: string | undefined, addresses: Addresses) => boolean
  readonly handle: (input: RouteInput) => Reply | Promise<Reply>
}

const routes: readonly Route[] = [
  { name: "callback", matches: (path, { callbackPath }) => path === callbackPath, handle: callback },
  {
    name: "login",
    matches: (path, { loginPath }) => path !== undefined && path === loginPath,
    handle: login,
  },
  { name: "logout", matches: (path, { logoutPath }) => path === logoutPath, handle: logout },
]

const otherwise: Route = { name: "authorize", matches: () => true, handle: authorize }

/** `path`: decoded, `undefined` where it is not canonical. */
export const matchRoute = (path: string | undefined, addresses: Addresses): Route =>
  routes.find(({ matches }) => matches(path, addresses)) ?? otherwise
