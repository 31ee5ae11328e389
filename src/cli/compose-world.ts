/** The world around an apps repo, with this program's own server for the logins in it. */
import { withProvider } from "../sandbox/preview/override-values.ts"
import { startWorld, type World, type WorldOptions } from "../sandbox/world/start-world.ts"
import { startLogin } from "./compose-login.ts"

export const composeWorld = (options: Omit<WorldOptions, "startLogin">): Promise<World> =>
  startWorld({
    ...options,
    startLogin: ({ values, issuer, ...request }) =>
      startLogin({ ...request, values: withProvider(values, issuer), log: silent }),
  })

const ignore = () => undefined
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }
