import type { Clock } from "../../../src/adapters/github/client.ts"
import { createGitHub } from "../../../src/adapters/github/github.ts"
import { findHost } from "../../../src/adapters/github/host.ts"
import type { GitHub as StandIn } from "../../../src/sandbox/github/start-github.ts"
import { token } from "../../sandbox/github/stand-in.ts"

/** The adapter as a user's configuration leads it to the stand-in. */
export const connect = ({ url }: Pick<StandIn, "url">, clock: Clock, { bearer = token } = {}) =>
  createGitHub({
    owner: "acme",
    name: "apps-shop",
    host: findHost("github.com", { GITHUB_API_URL: url }),
    token: bearer,
    tokenSource: "GH_TOKEN",
    userAgent: "idp-oidc/test",
    clock,
  })
